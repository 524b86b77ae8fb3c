. "$TESTS/case.sh"

# A host with a weekly and a daily task that change a file of the case, and a window that is never far.
mkdir site
echo one >site/index
cat >"$PROJECT/schedules/host.yaml" <<'SCHEDULE'
maintenance_schedule:
  daily: [refresh]
  weekly:
    - task: renew
      runbook: refresh
    - breaks
maintenance_windows:
  weekly: {day: Sunday, time: "02:00-04:00"}
SCHEDULE
cat >"$PROJECT/runbooks/refresh.yaml" <<REFRESH
backup:
  - path: $PLACE/site
change:
  - echo two > $PLACE/site/index
verify:
  - grep two $PLACE/site/index
REFRESH
echo 'precheck: ["test -e flag"]' | sed "s|flag|$PLACE/flag|" >"$PROJECT/runbooks/breaks.yaml"
touch flag

# A new host has nothing to look back on.
with tier=weekly tell=ops@example.test space=/=1
succeeds
shows '0 tasks have backups' 'weekly.renew: never proven'

maint() { "$MAINT" "$@" >"$PLACE/maint.out" 2>&1 || die "maint $*: $(cat "$PLACE/maint.out")"; }
maint drill weekly.renew
maint run daily
maint run weekly --override-window --reason 'the test'
maint backup drill

with tier=weekly tell=ops@example.test contact=+49-30-1234 space=/=1
succeeds
shows 'the next window of weekly: from' '2 tasks have backups; damaged or missing: none' \
  '1 tasks of weekly change something; way back not proven: 0' '# Maintenance of' 'To: ops@example.test' \
  'call: +49-30-1234' '- weekly.renew' 'waiting for a human: 0; did not succeed the last time: none' 'not approved yet: 0'
if grep -q 'was not well' last; then die 'a drill that was well is told as one that was not'; fi
samples maint_window_hours_until maint_newest_backup_age_hours maint_rollbacks_unproven
expect test -s "$MAINT_STATE/reviews/runbook:$NAME/announcement.md"

# Who has still to agree is told.
sed -i 's/      runbook: refresh/&\n      approval: [nobody]/' "$PROJECT/schedules/host.yaml"
with tier=weekly space=/=1
succeeds
shows 'weekly.renew needs approval of nobody: a run asks for it' 'not approved yet: 1'
sed -i '/approval: /d' "$PROJECT/schedules/host.yaml"

# Nothing fails that can still be seen to.
echo '# changed' >>"$PROJECT/runbooks/refresh.yaml"
rm flag
"$MAINT" run weekly --override-window --reason 'the test' >/dev/null 2>&1 || true
with tier=weekly space=/=1
succeeds
shows 'weekly.renew: stale' 'did not succeed the last time: weekly.breaks.' 'nobody is named who is told'

# What would spoil the window fails.
with tier=weekly space=/=99999999 backups=weekly.renew=0 require_proof=yes
ends_with 1
shows '/ has' 'the newest backup of weekly.renew is 0 hours old: not younger than 0' 'require_proof asks for it' \
  'not ready for the window of weekly: space backups proofs'
with tier=weekly backups=daily.database_backup=26
ends_with 1
shows 'daily.database_backup has no backup' 'not ready for the window of weekly: backups.'
with
succeeds
shows skipped 'the tier has tasks'

# The window comes after the freeze.
echo 'change_freeze: [{from: 2020-01-01, to: 2199-12-31, reason: for good}]' >"$PROJECT/schedules/freeze.yaml"
with tier=weekly space=/=1
succeeds
shows 'the next window of weekly: from 2200-01-05'
rm "$PROJECT/schedules/freeze.yaml"

# A damaged backup, and a task that a human has to see to.
archive=$(find "$MAINT_STATE/backups" -path '*daily.refresh*' -name '*.tar*' | head -n 1)
echo rubbish >>"$archive"
"$MAINT" backup verify >/dev/null 2>&1 || true
cat >"$PROJECT/runbooks/breaks.yaml" <<BREAKS
backup: [{path: $PLACE/site}]
change: ["exit 1"]
rollback: ["exit 1"]
BREAKS
"$MAINT" run weekly --override-window --reason 'the test' >/dev/null 2>&1 || true
with tier=weekly space=/=1
ends_with 1
shows 'damaged or missing backups: ' '/daily.refresh' 'a human is needed for weekly.breaks: maint show' \
  'not ready for the window of weekly: backups undone.'

# A drill of the damaged one.
"$MAINT" backup drill >/dev/null 2>&1 || true
"$MAINT" status --json | grep -q '"error": "' || die 'the drill of a damaged backup was well'
with tier=weekly space=/=1
maint_with run >/dev/null 2>&1 || true
"$MAINT" show >last
shows 'the last drill of the backups was not well'
