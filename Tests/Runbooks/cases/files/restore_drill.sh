. "$TESTS/case.sh"

succeeds
shows 'skipped' 'maint has made a backup'

# Two tasks with backups, in the project of the case.
mkdir data
seq 1000 >data/numbers
for name in one two; do
  printf 'description: A backup\nbackup:\n  - path: %s\n' "$PLACE/data" >"$PROJECT/runbooks/$name.yaml"
  expect "$MAINT" run "runbook:$name"
done
rm "$PLACE/seconds"
succeeds
shows 'restored and checked in' 'of these 1 hold'
samples maint_restore_drill_seconds maint_restore_drill_data_age_seconds

printf 'description: A note\nbackup:\n  - run: id > "$MAINT_BACKUP_DIR/note"\n' >"$PROJECT/runbooks/note.yaml"
expect "$MAINT" run runbook:note
with sample=3 "scratch_dir=$PLACE/scratch"
mkdir scratch
succeeds
shows '/runbook:one`' '/runbook:two`' '2 of these 3 hold data (folders, archives or dumps), 1 only notes'
expect test -z "$(ls -A scratch)"
with sample=3 "scratch_dir=$PLACE/data/numbers"
ends_with 1

# The limits, each at its lowest, which is lower than the parameters allow.
cp "$RUNBOOK" whole.yaml
sed "s/pattern: '\[1-9\].*', help: \"warn/pattern: '[0-9]+', help: \"warn/" whole.yaml >"$RUNBOOK"
with restore_warn_minutes=0 data_warn_hours=0
succeeds
shows 'to restore, more than 0' 'hours old, more than 0'
cp whole.yaml "$RUNBOOK"

# One that is damaged is named, with what to do.
printf x >>"$(find state/backups -name '*.tar.*' | sort | tail -n 1)"
with sample=3
ends_with 1
shows 'cannot be restored' 'maint run runbook:two'
good() { "$MAINT" metrics "maint_restore_drill_good{task=\"runbook:$1\"}" --last 1 --plain; }
expect test "$(good one) $(good two)" = '1 0'
