. "$TESTS/case.sh"
. "$TESTS/nginx.sh"
use nginx

answers() {
  site
  site /stock || true
  (cd "$NGINX_ETC" && find . -printf '%P %y %m %t\n' | grep -v '^ d' | sort)
  ls -A closed 2>&1 || true
}
window() {
  with "check_url=https://localhost:$NGINX_TLS_PORT/" "ca_file=$NGINX_CA" "config_dir=$NGINX_ETC" \
    "maintenance_dir=$PLACE/closed" "pid_file=$NGINX_PID" reload_with=nginx "$@"
}

# What the window said: the last run is one that it has started.
window_shows() {
  number=$(sed -n 's/.* R[Uu][Nn] \([0-9]*\)[: ].*/\1/p' run.out | head -n 1)
  { "$MAINT" show "$number"; "$MAINT" output "$number"; } >last
  shows "$@"
}

# The work: it writes a page of the site, and says what visitors see meanwhile. The other two fail.
work() {
  cat >"$PROJECT/runbooks/$1.yaml" <<RUNBOOK
description: Work of the test
change:
  - run: |
      stat -c '%a %n' $PLACE/closed/* $PLACE/closed >$PLACE/seen.modes
      curl -s --max-time 5 --cacert $NGINX_CA -D $PLACE/seen.headers https://localhost:$NGINX_TLS_PORT/ >$PLACE/seen
      echo $1 >>$NGINX_ROOT/stock
    undo: sed -i /$1/d $NGINX_ROOT/stock
verify:
  - $2
RUNBOOK
}
work shop_upgrade true
work broken_upgrade false
cat >"$PROJECT/runbooks/look.yaml" <<'RUNBOOK'
description: Changes nothing
precheck:
  - uptime
RUNBOOK
echo 'in stock' >"$NGINX_ROOT/stock"

window
ends_with 0
shows 'the parameter work names what is done'
window work=runbook:look
skips_without nginx
ends_with 1
shows "include $PLACE/closed/*.conf;"
parameters=$(echo "$parameters" | sed "s|maintenance_dir=[^ ]*|maintenance_dir=$NGINX_ETC/maintenance|")
ends_with 1
shows "$NGINX_ETC/maintenance is below $NGINX_ETC"

sed -i "/server_name/a include $PLACE/closed/*.conf;" "$NGINX_ETC/conf.d/site.conf"
nginx -t -q -c "$NGINX_CONF"
nginx -c "$NGINX_CONF" -s reload
with_text work 'runbook:look runbook:shop_upgrade'
window check_text=open
fails_in change
fails_in verify
drills
succeeds
expect grep -q '503 Service' seen.headers
expect grep -qi 'retry-after: 3600' seen.headers
expect grep -q 'Closed for maintenance' seen
# The password is nobody else's; nginx, as another user, reads the page.
expect grep -qx "600 $PLACE/closed/mode.conf" seen.modes
expect grep -qx "644 $PLACE/closed/mode.html" seen.modes
expect grep -qx "755 $PLACE/closed" seen.modes
expect test "$(site /stock | tail -n 1)" = shop_upgrade
window_shows 'runbook:look: done' 'visitors saw the closed sign for'
samples maint_maintenance_mode_seconds

# Work that fails: it has taken itself back, and the window takes back what was done before it.
sed -i /shop_upgrade/d "$NGINX_ROOT/stock"
answers >before
with_text work 'runbook:shop_upgrade runbook:look runbook:broken_upgrade'
window
ends_with 3
window_shows 'runbook:broken_upgrade ended with exit code 3'
answers | expect diff before -

# A site that is not what it should be after the work, and a mode that somebody else has put on.
with_text work runbook:shop_upgrade
window check_text=closed
sed -i 's/retries: 5/retries: 0/' "$RUNBOOK"
ends_with 3
window_shows 'no longer says: closed' 'is taken back'
answers | expect diff before -
mkdir closed
echo '# by hand' >closed/mode.conf
ends_with 1
window_shows 'is another window at work'
rm -r closed

# Work that keeps the configuration: what it kept has no closed sign in it, and the window can be taken back later.
cat >"$PROJECT/runbooks/keep.yaml" <<RUNBOOK
description: Keeps the configuration, and adds to it
backup:
  - path: $NGINX_ETC
change:
  - echo '# new' >$NGINX_ETC/conf.d/new.conf
RUNBOOK
answers >before
with_text work runbook:keep
window
succeeds
window_run=$(sed -n 's/.* Run \([0-9]*\): .*/\1/p' run.out | head -n 1)
expect test -e "$NGINX_ETC/conf.d/new.conf"
"$MAINT" rollback "$window_run" --no-progress
answers | expect diff before -

# Work that could not take itself back is not taken for some that did; when it is mended, the window goes on.
cat >"$PROJECT/runbooks/stuck.yaml" <<RUNBOOK
description: Cannot get back
change:
  - run: exit 1
    undo: test -e $PLACE/mended
RUNBOOK
with_text work 'runbook:shop_upgrade runbook:stuck'
window
ends_with 2
window_shows 'it left something that it could not take back'
expect test "$(site)" = 'the shop is open'
touch mended
"$MAINT" recover $((number + 2))
"$MAINT" recover "$number"
answers | expect diff before -

# maint is killed while the work runs: it is not forgotten.
cat >"$PROJECT/runbooks/long.yaml" <<RUNBOOK
description: Takes long
change:
  - run: |
      echo long >>$NGINX_ROOT/stock
      touch $PLACE/at_work
      while [ -e $PLACE/at_work ]; do sleep 0.2; done
    undo: sed -i /long/d $NGINX_ROOT/stock
RUNBOOK
killed() {
  rm -f at_work
  maint_with run >run.out 2>&1 &
  wait_for test -e at_work
  number=$(sed -n 's/.* Run \([0-9]*\): .*/\1/p' run.out | head -n 1)
  # The window has noted the number of the work.
  wait_for grep -rq --include='*.env' '^window_runs=' "$MAINT_STATE/runs/$number"
  kill -KILL "$("$MAINT" show "$number" --json | sed -n 's/^  "pid": \([0-9]*\),/\1/p')"
  wait || true
}
with_text work runbook:long
window
killed
"$MAINT" recover "$number"
answers | expect diff before -
# The same where the work is killed, too, as by a power cut.
killed
kill -KILL "$("$MAINT" show $((number + 1)) --json | sed -n 's/^  "pid": \([0-9]*\),/\1/p')"
"$MAINT" recover "$number"
answers | expect diff before -

# A page of one's own, for every kind of request.
echo 'Gone fishing' >page.html
work shop_upgrade true
with_text work runbook:shop_upgrade
sed -i 's/curl -s/curl -s -d order=1/' "$PROJECT/runbooks/shop_upgrade.yaml"
window "page=$PLACE/page.html"
succeeds
expect grep -q 'Gone fishing' seen
expect grep -q '503 Service' seen.headers
