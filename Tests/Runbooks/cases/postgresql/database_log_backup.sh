. "$TESTS/case.sh"
use postgresql

# archives TEXT: the server does so from now on.
archives() {
  sql postgres "ALTER SYSTEM SET archive_command = '$1'"
  sql postgres 'SELECT pg_reload_conf()' >/dev/null
  wait_for test "$(sql postgres 'SHOW archive_command')" = "$1"
}

archive=$PG_SOCKETS/archive
mkdir "$archive"
chown nobody "$archive"
archives "cp %p $archive/%f"
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" "archive_dir=$archive"
succeeds
shows 'the log is archived up to now' "recovery_target_name = 'maint-1'" '0 gaps'
samples maint_database_wal_waiting_files maint_database_archive_seconds maint_database_archive_gaps
base_and_log() {
  # A copy of the cluster and the archived log bring a server back to the recovery point of a run.
  expect grep -q "name=maint-$1" "$MAINT_STATE/backups/$1/runbook:$NAME/recovery-point"
  mkdir "$PG_SOCKETS/back"
  tar -xzf "$MAINT_STATE/backups/$2/runbook:$NAME/base.tar.gz" -C "$PG_SOCKETS/back"
  touch "$PG_SOCKETS/back/recovery.signal"
  chmod 700 "$PG_SOCKETS/back"
  chown -R nobody "$PG_SOCKETS/back"
  port=$(free_port)
  setpriv --reuid nobody --regid nogroup --clear-groups "$PG_BIN/pg_ctl" -D "$PG_SOCKETS/back" -s -w -l "$PG_SOCKETS/back.log" \
    -o "-p $port -c restore_command='cp $archive/%f %p' -c recovery_target_name=maint-$1 -c recovery_target_action=promote" start
  PG_PORT=$port sql app 'SELECT text FROM recovered' >"$PLACE/recovered"
  setpriv --reuid nobody --regid nogroup --clear-groups "$PG_BIN/pg_ctl" -D "$PG_SOCKETS/back" -s -m immediate stop
}
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" method=base
succeeds
shows 'checked against its manifest'
samples maint_database_base_bytes
sql app "CREATE TABLE recovered AS SELECT 'before the point' AS text"
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" "archive_dir=$archive"
succeeds
sql app "UPDATE recovered SET text = 'after it'"
base_and_log 3 2
expect grep -qx 'before the point' "$PLACE/recovered"
sql app 'DROP TABLE recovered'

# A file that is gone is a gap, and one that archive_command only claims to have written is missed.
ls "$archive" >"$PLACE/files"
first=$(sed -n 1p "$PLACE/files")
rm "$archive/$(sed -n 2p "$PLACE/files")"
succeeds
shows 'archive_dir has 1 gaps'
# The next log begins after the last file of the one before, not after any.
rm -f "$archive"/*
beyond=${first%????????????????}0000000100000000
touch "$archive/$beyond"
succeeds
shows "archive_dir has 1 gaps, the last from"  "to $beyond"
rm "$archive/$beyond"
touch "$archive/${first%????????????????}0000000000000FFF" "$archive/${first%????????????????}0000000100000000"
succeeds
shows "to ${first%????????????????}0000000000000FFF" 'archive_dir has 1 gaps'
rm "$archive"/*
archives 'test -f %p'
ends_with 1
shows 'has no such file'

# A command that lets the log go by archives nothing.
for command in true : /bin/true 'exit 0' ' /usr/bin/true %p'; do
  archives "$command"
  with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" method=archive
  ends_with 1
  shows 'the server archives no log'
done
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT"
ends_with 0
shows 'archive_command archives nothing' 'the cluster is copied'

archives false
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" archive_wait_seconds=1
ends_with 1
shows 'still wait after' 'They fill its disk'

# Without an archive a small cluster is copied, and a large one is refused.
archives ''
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" base_max_mib=1
ends_with 1
shows 'no recovery point of this hour'
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" method=archive
ends_with 1
shows 'the server archives no log'
archives true

with
expect "$MAINT" rehearse --strict "runbook:$NAME" --with "db_host=$PG_SOCKETS"
expect "$MAINT" rehearse --strict "runbook:$NAME" --with "db_host=$PG_SOCKETS" --with method=base
skips_without psql pg_basebackup
