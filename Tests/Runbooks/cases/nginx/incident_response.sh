. "$TESTS/case.sh"
. "$TESTS/nginx.sh"
use nginx

# What an intruder leaves: a process whose file is gone, one that runs from a folder for all, a file with privileges.
mkdir loot
cp "$(command -v sleep)" loot/gone
loot/gone 100 &
gone=$!
runs() { readlink "/proc/$gone/exe" | grep -q loot/gone; }
wait_for runs
rm loot/gone
cp "$(command -v sleep)" loot/root
chmod u+s loot/root
echo 'changed just now' >loot/file
touch -d '3 days ago' loot/old
ss -tan >/dev/null 2>&1 || skip_case 'ss is not installed'

answers() { find "$SERVICE" "$PLACE/loot" -type f -printf '%P %m %T@ %s\n' | grep -v access.log | sort; }
answers >before
with_text reason 'the shop sends mail that nobody wrote'
with hours=24 "folders=$PLACE/loot" "log_files=$SERVICE/logs/*.log" file_mib=1
succeeds
answers | expect diff before -
shows 'processes run a file that is deleted or replaced' '(deleted)' 'file that is deleted' 'its seal has the SHA-256'
samples maint_incident_evidence_bytes maint_incident_evidence_missing

bundle=$(echo state/backups/*/runbook:incident_response)
expect grep -q 'the shop sends mail' "$bundle/index"
expect grep -q "$NGINX_CONF" "$bundle/processes"
expect grep -q ":$NGINX_TLS_PORT" "$bundle/connections"
expect grep -q "^/proc/$gone/exe .*deleted" "$bundle/executables"
expect grep -q 'loot/file' "$bundle/files-changed"
expect grep -q 'loot/root' "$bundle/files-with-privileges"
expect grep -rq 'GET /' "$bundle" --include 'log-*access.log'
expect test "$(stat -c %a "$bundle/processes")" = 600
kill "$gone"
"$MAINT" backup verify
"$MAINT" backup export 1 "$PLACE/evidence.tar"
echo more >>"$bundle/processes"
code=0
"$MAINT" backup verify || code=$?
expect test "$code" -eq 1

# A host without a tool, and one without room.
# shellcheck disable=SC2016 # for the inner shell
unshare -m sh -euc '
  mount --bind /dev/null "$(realpath "$(command -v ss)")"
  exec "$0" run runbook:incident_response --with "folders=$PLACE/loot" --with log_files=' "$MAINT"
expect grep -q 'connections: not gathered, ss is not installed' "$(echo state/backups/2/*)/index"
truncate -s 40M large.log
cp "$RUNBOOK" whole.yaml
sed 's/df -k --output=avail "$MAINT_STATE"/echo 122880/' whole.yaml >"$RUNBOOK"
with "folders=$PLACE/loot" "log_files=$PLACE/*.log" file_mib=30
ends_with 1
shows "120 MiB are free in $MAINT_STATE, and 124 may be needed"
with "folders=$PLACE/loot" "log_files=$PLACE/*.log" file_mib=20
succeeds
