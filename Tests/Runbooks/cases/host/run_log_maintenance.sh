. "$TESTS/case.sh"

# A sample of long ago becomes a mean; what is left of the run is as any other's.
for value in 3 5; do "$MAINT" sample add age "$value" --at 2020-01-01T12:00 >/dev/null; done
succeeds
shows '2 old ones became 1 mean' 'is whole (integrity_check' 'copy the run log'
samples maint_run_log_bytes
copy=$(find state/backups -name maint.db)
expect test "$(stat -c %a "$copy")" = 600
expect test "$(sqlite3 "$copy" "SELECT count(*) FROM noted_sample; PRAGMA journal_mode; PRAGMA integrity_check" | xargs)" = '2 delete ok'
expect test "$(sqlite3 state/maint.db 'SELECT mean FROM thinned_sample')" = 4.0
"$MAINT" backup list >list 2>&1
expect grep -q 'runbook:run_log_maintenance .*run_log_maintenance' list
expect "$MAINT" backup verify

# As many copies stay as `keep` says.
rm "$PLACE/seconds"
succeeds
succeeds
succeeds
expect test "$(find state/backups -name maint.db | wc -l)" -eq 2

# A log that is damaged: nothing is kept of it, nothing changed, and the newest copy is named. The page is one that nothing
# reads which a run needs: of the samples.
page=$(sqlite3 state/maint.db "SELECT rootpage FROM sqlite_schema WHERE name = 'noted_sample_series'")
size=$(sqlite3 state/maint.db 'PRAGMA wal_checkpoint(TRUNCATE); PRAGMA page_size' | tail -n 1)
cp state/maint.db whole.db
dd if=/dev/zero of=state/maint.db bs="$size" seek=$((page - 1)) count=1 conv=notrunc 2>/dev/null
ends_with 1
shows 'the run log is damaged' 'the newest copy is that of backup 4/runbook:run_log_maintenance'
expect test "$(find state/backups -name maint.db | wc -l)" -eq 2
rm -f state/maint.db-wal state/maint.db-shm
cp whole.db state/maint.db
drills
