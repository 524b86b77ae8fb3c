. "$TESTS/case.sh"
use postgresql

sql postgres 'CREATE ROLE clerk LOGIN'
sql postgres 'CREATE DATABASE books'
sql books "
  CREATE EXTENSION pgcrypto;
  CREATE TABLE page AS SELECT n AS id, md5(n::text) AS body FROM generate_series(1, 1000) AS n;
  GRANT SELECT ON page TO clerk"
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

# shellcheck disable=SC2086
"$MAINT" run runbook:database_backup --with "db_host=$PG_SOCKETS" --with "db_port=$PG_PORT" --with 'databases=books postgres'
echo "books SELECT sum(hashtext(body)) FROM page WHERE id <= 900" >queries
test_with databases=books "queries=$PLACE/queries"
succeeds
shows '2 databases restored' '2 tables and 1 queries compared with production, 0 differ' 'restored elsewhere and checked'
samples maint_recovery_seconds maint_recovery_point_age_seconds maint_recovery_tables
nothing_left
expect grep -qx nobody told/who
expect test "$(tr '\n' ' ' <told/folders)" = 'nobody 700 root 711 '
expect test "$(sql books 'SELECT count(*) FROM page')" -eq 1000

# A database that is in no backup is missed.
test_with files=no
ends_with 1
shows 'database app of production is not in the backup at all'
nothing_left
test_with 'databases=books' "queries=$PLACE/queries"

sql books 'CREATE TABLE later (id int); DELETE FROM page WHERE id > 500'
ends_with 1
shows 'public.page of books: 500 rows in production, 1000 restored' 'public.later of books is not in the backup' 'gives another answer'
nothing_left
sql books 'DROP TABLE later'
test_with databases=books row_tolerance_percent=50 files=no
touch -d '30 hours ago' "$MAINT_STATE"/backups/*/*/roles.sql
ends_with 1
shows '0 differ' 'RPO missed' 'and rpo_hours allows 26'
nothing_left

# A dump that needs what no backup holds, here a role, cannot be restored, and that is told.
dumps=$(dirname "$MAINT_STATE"/backups/*/*/books.dump)
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
sql postgres 'DROP ROLE nobody_dumped, clerk'

# One flipped byte, and it is not restored.
printf x | dd of="$dumps/books.dump" bs=1 seek=100 conv=notrunc 2>/dev/null
test_with compare=no
ends_with 1
shows 'is damaged'
expect "$MAINT" rehearse --strict "runbook:$NAME" --with "db_host=$PG_SOCKETS"
skips_without psql pg_restore
