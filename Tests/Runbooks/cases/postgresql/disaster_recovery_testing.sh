. "$TESTS/case.sh"
use postgresql

sql postgres 'CREATE ROLE clerk LOGIN'
sql postgres 'CREATE DATABASE books'
sql books "
  CREATE EXTENSION pgcrypto;
  CREATE TABLE page AS SELECT n AS id, md5(n::text) AS body FROM generate_series(1, 1000) AS n;
  GRANT SELECT ON page TO clerk"
# A tablespace is a folder of production, and is not made again.
mkdir "$SERVICE/fast"
chown nobody "$SERVICE/fast"
sql postgres "CREATE TABLESPACE fast LOCATION '$SERVICE/fast'"
sql postgres "COMMENT ON TABLESPACE fast IS 'the new disk'; GRANT CREATE ON TABLESPACE fast TO clerk"
sql books 'CREATE TABLE quick TABLESPACE fast AS SELECT 1 AS id'
# What is restored says who it is there, and whose folders are around it.
tells books "current_user = 'maint_restore'" \
  "id -un >$PLACE/told/who; stat -c \"%U %a\" .. ../.. >$PLACE/told/folders"
with
server="db_host=$PG_SOCKETS db_port=$PG_PORT"
test_with() {
  # shellcheck disable=SC2086 # parameters
  with $server "scratch_dir=$PG_SOCKETS" "$@"
}
# Nothing is left of it: neither a folder nor a process.
nothing_left() {
  expect test -z "$(find "$PG_SOCKETS" -name 'maint-restore.*')"
  expect test -z "$(pgrep -f "$PG_SOCKETS/maint-restore" || true)"
}

test_with
ends_with 1
shows 'holds no dump of a database'

# The older backup lacks a database, and is not the one that counts.
sed -i '/^keep:/d' "$PROJECT/runbooks/database_backup.yaml"
dump --with databases=postgres
dump --with 'databases=books postgres'
echo "books SELECT sum(hashtext(body)) FROM page WHERE id <= 900" >queries
test_with databases=books "queries=$PLACE/queries"
succeeds
shows '2 databases restored' '3 tables and 1 queries compared with production, 0 differ' 'restored elsewhere and checked'
samples maint_recovery_seconds maint_recovery_point_age_seconds maint_recovery_tables
nothing_left
expect grep -qx nobody told/who
expect test "$(tr '\n' ' ' <told/folders)" = 'nobody 700 root 711 '
expect test "$(sql books 'SELECT count(*) FROM page')" -eq 1000

# A database that is in no backup is missed, and so is a backup that nothing can be restored from. A restore that took
# longer than it may is told.
mkdir data
seq 10 >data/numbers
printf 'description: A backup\nbackup:\n  - path: %s\n' "$PLACE/data" >"$PROJECT/runbooks/data.yaml"
"$MAINT" run runbook:data
printf x >>"$(find "$MAINT_STATE/backups" -name '*.tar.*')"
test_with databases=books
ends_with 1
nothing_left
rm "$PROJECT/runbooks/data.yaml"
rm -r "$MAINT_STATE"/backups/*/runbook:data
sed 's/began=$(date +%s)/began=$(($(date +%s) - 300))/' "$RUNBOOK" >late.yaml
cp "$RUNBOOK" whole.yaml
cp late.yaml "$RUNBOOK"
test_with databases=books files=no rto_minutes=4
ends_with 1
shows '0 differ' 'RTO missed' 'rto_minutes allows 4 minutes'
sed 's/df -k --output=avail "$scratch_dir"/echo 1000/' whole.yaml >"$RUNBOOK"
ends_with 1
shows 'Name a larger disk in scratch_dir'
cp whole.yaml "$RUNBOOK"
test_with files=no
ends_with 1
shows 'database app of production is not in the backup at all'
nothing_left
test_with 'databases=books' "queries=$PLACE/queries"

sql books 'CREATE TABLE later (id int); DELETE FROM page WHERE id > 500'
ends_with 1
shows 'public.page of books: 500 rows in production, 1000 restored' 'public.later of books is not in the backup' 'gives another answer' \
  'compared with production, 3 differ'
nothing_left
sql books 'DROP TABLE later'
test_with databases=books row_tolerance_percent=50 files=no
# A question is no order: production is not written to.
sql books 'VACUUM ANALYZE page'
echo 'books WITH gone AS (DELETE FROM page RETURNING 1) SELECT count(*) FROM gone' >order
test_with databases=books files=no row_tolerance_percent=50 "queries=$PLACE/order"
ends_with 1
shows 'in a read-only transaction'
expect test "$(sql books 'SELECT count(*) FROM page')" -eq 500
# The planner's estimate, where to count would take too long: it still has the rows of before.
sql books 'INSERT INTO page SELECT n, n::text FROM generate_series(1001, 1500) AS n; ANALYZE page'
sql books 'DELETE FROM page WHERE id > 1000'
test_with databases=books files=no count_rows_max=100
succeeds
shows '0 differ'
test_with databases=books row_tolerance_percent=50 files=no
touch -d '30 hours ago' "$(dirname "$(find "$MAINT_STATE/backups" -name books.dump)")/roles.sql"
ends_with 1
shows '0 differ' 'RPO missed' 'and rpo_hours allows 26'
nothing_left

# A dump that needs what no backup holds, here a role, cannot be restored, and that is told.
dumps=$(dirname "$(find "$MAINT_STATE/backups" -name books.dump)")
cp -r "$dumps" dumps
rm dumps/SHA256SUMS
# So is one whose dump was to be there, and a folder goes though its server does not stop.
mv dumps/books.dump books.dump
test_with "dump_dir=$PLACE/dumps" compare=no files=no
ends_with 1
shows 'has no dump of these databases' 'books'
mv books.dump dumps/books.dump
sed 's|^\( *\)stop="|&false |' "$RUNBOOK" >unstoppable.yaml
cp "$RUNBOOK" whole.yaml
cp unstoppable.yaml "$RUNBOOK"
ends_with 0
expect test -z "$(find "$PG_SOCKETS" -name 'maint-restore.*')"
cp whole.yaml "$RUNBOOK"
for pid in $(pgrep -u nobody -f "$PG_SOCKETS/maint-restore.*/server/data"); do kill -QUIT "$pid"; done
gone() { ! pgrep -f "$PG_SOCKETS/maint-restore"; }
wait_for gone
# Roles that cannot all be made are no roles.
cp dumps/roles.sql roles.sql
echo 'CREATE ROLE clerk;' >>dumps/roles.sql
ends_with 1
shows 'role "clerk" already exists'
nothing_left
mv roles.sql dumps/roles.sql
sql postgres 'CREATE ROLE nobody_dumped'
sql postgres 'CREATE DATABASE odd'
sql odd 'CREATE TABLE page (id int); ALTER TABLE page OWNER TO nobody_dumped'
pg_dump -Fc -h "$PG_SOCKETS" -p "$PG_PORT" -U postgres odd >dumps/odd.dump
test_with "dump_dir=$PLACE/dumps" compare=no files=no
ends_with 1
shows 'database odd cannot be restored' 'role "nobody_dumped" does not exist'
nothing_left
sql postgres 'DROP DATABASE odd'
sql postgres 'DROP DATABASE books'
sql postgres 'DROP TABLESPACE fast'
sql postgres 'DROP ROLE nobody_dumped, clerk'

# One flipped byte, and it is not restored.
printf x | dd of="$dumps/books.dump" bs=1 seek=100 conv=notrunc 2>/dev/null
test_with compare=no
ends_with 1
shows 'is damaged'
expect "$MAINT" rehearse --strict "runbook:$NAME" --with "db_host=$PG_SOCKETS"
skips_without psql pg_restore
