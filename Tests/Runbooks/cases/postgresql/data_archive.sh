. "$TESTS/case.sh"
use postgresql

sql postgres 'CREATE DATABASE shelf'
sql shelf "
  CREATE TABLE \"Order\" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \"user\" text, at timestamptz NOT NULL, note text,
    length int GENERATED ALWAYS AS (length(note)) STORED);
  INSERT INTO \"Order\" (\"user\", at, note) SELECT 'u' || n, now() - n * interval '1 day' - interval '1 hour', CASE n % 4 WHEN 0 THEN NULL
    WHEN 1 THEN '' WHEN 2 THEN E'two\\nlines, \"quoted\"' ELSE 'plain' END FROM generate_series(1, 1000) AS n"
answers() {
  sql shelf 'SELECT * FROM "Order" ORDER BY id'
  sql shelf '\d'
}
named="database=shelf table=public.Order time_column=at batch_rows=100 db_host=$PG_SOCKETS db_port=$PG_PORT"
named_with() {
  # shellcheck disable=SC2086 # parameters
  with $named "$@"
}

# It does nothing until a table is named, and says what it would do until it is to be done.
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT"
succeeds
expect grep -q skipped last
answers >before
named_with
ends_with 0
shows '636 rows of' 'nothing is moved to'
answers >after
expect diff before after

named_with apply=yes
fails_in change
fails_in verify
rm "$PLACE/seconds"
succeeds
shows '636 of them are moved to' '0 are left for the next run'
samples maint_archive_moved_rows maint_archive_left_rows
expect test "$(sql shelf 'SELECT count(*) FROM "Order"')" -eq 364
expect test "$(sql shelf 'SELECT count(*), count(DISTINCT id) FROM "Order_archive"')" = '636|636'

# A success that was wrong is taken back later.
run=$("$MAINT" log --json | grep -o '"run": *[0-9]*' | head -n 1 | tr -dc 0-9)
expect "$MAINT" rollback "$run"
answers >after
expect diff before after

# To a file: nothing of it stays in the database, and it, too, comes back from there.
mkdir files
named_with apply=yes to=file "archive_dir=$PLACE/files" max_rows=300
fails_in verify
ends_with 0
expect test "$(sql shelf 'SELECT count(*) FROM "Order"')" -eq 700
expect test -z "$(sql shelf "SELECT to_regclass('\"Order_archive\"')")"
expect test "$(zcat files/shelf.public.Order.*.csv.gz | grep -c '^[0-9]')" -eq 300
run=$("$MAINT" log --json | grep -o '"run": *[0-9]*' | head -n 1 | tr -dc 0-9)
expect "$MAINT" rollback "$run"
answers >after
expect diff before after

# The file is gone: the rows come back from the backup. Without that, too, the way back fails.
of_last() { "$MAINT" log --json | grep -o '"run": *[0-9]*' | head -n 1 | tr -dc 0-9; }
rm -f files/*
named_with apply=yes to=file "archive_dir=$PLACE/files" max_rows=250
ends_with 0
expect test "$(sql shelf 'SELECT count(*) FROM "Order"')" -eq 750
run=$(of_last)
rm files/*
expect "$MAINT" rollback "$run"
answers >after
expect diff before after
named_with apply=yes max_rows=250
ends_with 0
expect test "$(sql shelf 'SELECT count(*) FROM "Order_archive"')" -eq 250
run=$(of_last)
sql shelf 'DELETE FROM "Order_archive" WHERE id % 2 = 0'
expect "$MAINT" rollback "$run"
answers >after
expect diff before after
cp "$RUNBOOK" whole.yaml
sed 's/-e "$MAINT_BACKUP_DIR.rows.csv.gz"/-e no/' whole.yaml >"$RUNBOOK"
named_with apply=yes to=file "archive_dir=$PLACE/files" max_rows=250
ends_with 0
run=$(of_last)
rm files/*
cp "$MAINT_STATE/backups/$run/runbook:$NAME/rows.csv.gz" .
code=0
"$MAINT" rollback "$run" >rollback.out 2>&1 || code=$?
expect test "$code" -ne 0
expect test "$(sql shelf 'SELECT count(*) FROM "Order"')" -eq 750
sql shelf 'CREATE TABLE back (id int, "user" text, at timestamptz, note text)'
zcat rows.csv.gz | psql -h "$PG_SOCKETS" -p "$PG_PORT" -U postgres -d shelf -Xqc 'COPY back FROM STDIN (FORMAT csv, HEADER)'
sql shelf 'INSERT INTO "Order" (id, "user", at, note) OVERRIDING SYSTEM VALUE SELECT * FROM back; DROP TABLE back'
expect "$MAINT" recover "$(of_last)"
answers >after
expect diff before after

# A backup that breaks off is none, and neither is one with too few rows.
for fault in 's/COPY (SELECT :columns FROM :"schema".:"table" WHERE/COPY (SELECT 1\/0, :columns FROM :"schema".:"table" WHERE/' \
  's/ORDER BY :"column" LIMIT :most/LIMIT 5/'; do
  sed "$fault" whole.yaml >"$RUNBOOK"
  named_with apply=yes
  ends_with 1
  answers >after
  expect diff before after
done
shows 'the backup holds 5 rows and not the 636' 'nothing was moved'
cp whole.yaml "$RUNBOOK"

# What would make more of it than a move is refused.
sql shelf 'CREATE TABLE line (order_id int REFERENCES "Order" ON DELETE CASCADE); CREATE TABLE "Order_archive" (id int)'
named_with apply=yes
ends_with 1
shows 'line_order_id_fkey of line would change or remove rows there' 'was not made by this runbook' 'nothing was changed'
with database=shelf table=public.Order time_column=note "db_host=$PG_SOCKETS" "db_port=$PG_PORT"
ends_with 1
shows 'it has no column note of a date'
sql postgres 'DROP DATABASE shelf'

with database=shelf table=public.Order time_column=at apply=yes batch_rows=30 "db_host=$PG_SOCKETS"
drills
skips_without psql pg_dump
