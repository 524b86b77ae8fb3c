. "$TESTS/case.sh"
use postgresql

# As on Debian: only the account postgres may be the role postgres, so root has to become that.
hba=$PG_DATA/pg_hba.conf
cp "$hba" hba
sed 's/^\(local.*\)trust/\1peer/' hba >"$hba"
reload() { kill -HUP "$(head -n 1 "$PG_DATA/postmaster.pid")"; }
reload
refused() { ! sql postgres 'SELECT 1'; }
wait_for refused
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT"
succeeds
shows 'app`: ' 'read to the end' 'to bring one back'
samples maint_database_dump_bytes maint_database_dump_seconds maint_database_bytes
dumps=$("$MAINT" backup list --json | grep -o '/[^"]*/backups/1/[^"/]*' | head -n 1)
expect test -s "$dumps/app.dump" -a -s "$dumps/postgres.dump"
expect grep -q 'CREATE ROLE postgres' "$dumps/roles.sql"
expect test "$(stat -c %a "$dumps/app.dump") $(stat -c %a "$dumps/roles.sql")" = '600 600'

# What is in the backup is the database: brought back as the summary says, it says the same; and nothing goes into one
# that is there already.
told() { sed -n "s|.*\`\(runuser [^\`]* $1 [^\`]*\)\`.*|\1|p" last | sed "s|DIR/|$PLACE/back/|; s|NAME|app|"; }
"$MAINT" backup restore 1 --to "$PLACE/back"
told psql >roles.sh
told pg_restore >database.sh
expect sh -e roles.sh 2>roles.errors
expect test "$(grep -c ERROR: roles.errors)" -eq "$(grep -c 'ERROR: .*already exists' roles.errors)"
if sh -e database.sh; then die 'it is restored into a database that is there'; fi
owner() { setpriv --reuid postgres --regid postgres --init-groups psql -h "$PG_SOCKETS" -p "$PG_PORT" -XAtqd postgres -c "$1"; }
owner 'ALTER DATABASE app RENAME TO damaged'
expect sh -e database.sh
owner 'ALTER DATABASE app RENAME TO again'
owner 'ALTER DATABASE damaged RENAME TO app'
cat hba >"$hba"
reload
wait_for sql postgres 'SELECT 1'
content='SELECT count(*), sum(hashtext(entry::text)) FROM entry'
expect test "$(sql app "$content")" = "$(sql again "$content")"

# A database that cannot be dumped fails the task; the others are dumped.
sql postgres 'CREATE DATABASE "odd name/x=1"'
sql "odd name/x=1" 'CREATE TABLE lost (id int); UPDATE pg_class SET relfilenode = 1 WHERE oid = '"'lost'::regclass"
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT"
ends_with 1
shows 'database odd name/x=1 could not be dumped' 'not dumped: odd name/x=1'
expect test -s "$MAINT_STATE/backups/2/runbook:database_backup/again.dump"
expect test -z "$(find "$MAINT_STATE/backups/2" -name 'database-*.dump')"
sql postgres 'DROP DATABASE "odd name/x=1"'

# A name with a line break makes no file of another name, and no other file; nor does one that is like a stand-in.
sql postgres 'CREATE DATABASE "a
../../../../../victim"'
sql postgres 'CREATE DATABASE "database-1"'
sql postgres 'CREATE DATABASE closed ALLOW_CONNECTIONS false'
sql postgres 'CREATE DATABASE pattern IS_TEMPLATE true'
echo keep >"$MAINT_STATE/victim.dump"
ends_with 1
shows 'database a?../../../../../victim (number' 'its name holds a line break' 'not in this backup, as templates or closed' closed pattern
expect test "$(cat "$MAINT_STATE/victim.dump")" = keep
of_run=$(dirname "$(find "$MAINT_STATE/backups" -name 'database-*.dump')")
number=$(sql postgres "SELECT oid FROM pg_database WHERE datname = 'database-1'")
expect test -s "$of_run/database-$number.dump" -a ! -e "$of_run/database-1.dump"
expect grep -q "^database-$number.dump|[0-9]*|database-1\$" "$of_run/DATABASES"
expect test "$(grep -vc '|[0-9]*|' "$of_run/DATABASES")" -eq 0
sql postgres 'ALTER DATABASE pattern IS_TEMPLATE false'
for name in pattern closed database-1 'a
../../../../../victim'; do sql postgres "DROP DATABASE \"$name\""; done

# One that lost most of its rows is told. Older backups of the day stay, to be compared with.
sed -i '/^keep:/d' "$RUNBOOK"
sql again 'DELETE FROM entry WHERE id > 1000'
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" shrink_warn_percent=99
succeeds
expect test -z "$(grep 'again.dump has' last)"
rm -r "$MAINT_STATE/backups/4"
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT"
succeeds
shows 'again.dump has' 'Were rows removed on purpose?'
sql postgres 'DROP DATABASE again'

# Those that are named, and no passwords where they are not wanted; nor is a dump taken for good that is cut.
sql postgres "CREATE ROLE guest LOGIN PASSWORD 'swordfish'"
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" databases=postgres
succeeds
dumped=$(find "$MAINT_STATE/backups/6" -type f -printf '%f\n' | sort | tr '\n' ' ')
expect test "$dumped" = 'DATABASES SHA256SUMS postgres.dump roles.sql '
expect grep -q 'ROLE guest.*SCRAM' "$MAINT_STATE/backups/6/runbook:$NAME/roles.sql"
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" databases=postgres role_passwords=no
succeeds
expect grep -q 'ROLE guest' "$MAINT_STATE/backups/7/runbook:$NAME/roles.sql"
expect test -z "$(grep SCRAM "$MAINT_STATE/backups/7/runbook:$NAME/roles.sql")"
sql postgres 'DROP ROLE guest'
cp "$RUNBOOK" whole.yaml
sed 's/> "$dump" &&$/> "$dump" \&\& truncate -s -20 "$dump" \&\&/' whole.yaml >"$RUNBOOK"
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" databases=app
ends_with 1
shows 'database app could not be dumped'
sed 's/df -k --output=avail "$MAINT_STATE"/echo 1000/' whole.yaml >"$RUNBOOK"
ends_with 1
shows 'their dumps may need 50 % of that, and 0 MiB are available'
cp whole.yaml "$RUNBOOK"

with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" databases=app,nothing
ends_with 64
with "db_host=$PG_SOCKETS" "db_port=$PG_PORT" databases=nothing
ends_with 1
shows 'no such database: nothing'
with "db_host=$PG_SOCKETS" "db_port=$((PG_PORT - 1))"
ends_with 1
shows 'does not let postgres in'

# A cluster of this host that is down is not skipped, wherever its log is; the one that came with the package is.
shared=$PROJECT/runbooks/postgresql.sh
sed -i "s|command -v pg_lsclusters|true|; s|pg_lsclusters -h|cat $PLACE/clusters|" "$shared"
with "db_port=$((PG_PORT - 1))"
mkdir -p fresh/global fresh/base/1 fresh/pg_tblspc
touch fresh/PG_VERSION fresh/global/pg_control fresh/base/1/2619 fresh/base/1/pg_filenode.map
echo "15 main 5432 down postgres $PLACE/fresh log.%Y" >clusters
ends_with 0
expect grep -q skipped last
down() {
  ends_with 1
  shows 'does not let postgres in'
}
touch fresh/base/1/16384
down
rm fresh/base/1/16384
touch -d '+1 hour' fresh/global/pg_control
down
rm fresh/global/pg_control
down
: >clusters
ends_with 0
expect grep -q skipped last
cp "$TESTS/../../runbooks/postgresql.sh" "$shared"
with

expect "$MAINT" rehearse --strict "runbook:$NAME" --with "db_host=$PG_SOCKETS"
skips_without psql pg_dump
