. "$TESTS/case.sh"

command -v git >/dev/null || skip_case 'git is not installed'
use postgresql
mkdir app
echo 'colour = blue' >app/app.conf
echo 'swordfish 1' >app/site.key
ln -s app.conf app/link.conf
# What git would change, or leave out, by what stands in the files themselves.
printf 'line\r\n' >app/dos.conf
echo '*.conf text' >app/.gitattributes
echo '*.local' >app/.gitignore
echo here >app/site.local
sql postgres "CREATE ROLE guest LOGIN PASSWORD 'swordfish'"
history_of() { git -C "$MAINT_STATE/configuration" "$@"; }

with "folders=$PLACE/app" database=yes "db_host=$PG_SOCKETS" "db_port=$PG_PORT"
succeeds
shows 'the history begins' 'the schema of 2 databases'
history_of show "HEAD:${PLACE#/}/app/dos.conf" | expect cmp - app/dos.conf
expect test "$(history_of show "HEAD:${PLACE#/}/app/site.local")" = here
samples maint_configuration_files maint_configuration_schemas maint_configuration_packages
# A run that was killed has left its lock.
touch "$MAINT_STATE/configuration/.git/index.lock"
succeeds
shows 'nothing has changed since'

# What changed is told by name, and what a file says only by git, to who may read the repository.
echo 'colour = green' >app/app.conf
echo 'swordfish 2' >app/site.key
for name in privkey1.pem .htpasswd sasl_passwd client_secret.json; do echo swordfish >"app/$name"; done
sql app "CREATE EXTENSION postgres_fdw; CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw;
  CREATE USER MAPPING FOR postgres SERVER other OPTIONS (user 'a', password 'swordfish')"
chmod 600 app/app.conf
rm app/link.conf
sql app 'ALTER TABLE customer ADD COLUMN phone text'
succeeds
shows '3 files changed since' "changed: \`/${PLACE#/}/app/app.conf\`" 'removed:' 'host/schema/database-app.sql'
expect test -z "$(grep -e green -e swordfish last)"
history_of show >shown
expect grep -q '^+colour = green' shown
expect grep -q '^+ *phone text' shown
expect grep -q '^+.*app/app.conf -rw------- root:root' shown
history_of log -p >whole
expect grep -q 'ROLE guest' whole
expect test -z "$(grep -e swordfish -e SCRAM whole)"
expect test -z "$(history_of ls-files | grep -e site.key -e 'etc/shadow')"
expect test "$(stat -c %a "$MAINT_STATE/configuration/.git")" = 700

# The archives have all of it, and any file can be had from them.
"$MAINT" backup restore 3 --to "$PLACE/elsewhere" >restored 2>&1 || die "$(cat restored)"
expect cmp /etc/shadow elsewhere/etc/shadow
shows 'backup restore 3 --path /etc/FILE --to DIR'
expect "$MAINT" backup restore 3 --path /etc/passwd --to "$PLACE/alone"
expect cmp /etc/passwd alone/etc/passwd
tar -xzOf elsewhere/MAINT_BACKUP_DIR/folders.tar.gz "${PLACE#/}/app/site.key" >key
expect grep -q 'swordfish 2' key
expect grep -q ' dpkg ' elsewhere/MAINT_BACKUP_DIR/host/packages
expect "$MAINT" backup verify

expect tar -xzOf elsewhere/MAINT_BACKUP_DIR/folders.tar.gz "${PLACE#/}/app/.htpasswd" >/dev/null

# A link stands for the folder that it leads to.
ln -s app current
with database=no history=no "folders=$PLACE/current"
succeeds
expect test -n "$(find "$MAINT_STATE"/backups -name folders.tar.gz -newer current -exec tar -tzf {} "${PLACE#/}/app/site.key" \;)"

# A repository of somebody else's is left alone, and does not cost the backup.
# Nor does what tar could not read, where it was a change meanwhile; what is missing does.
cp "$RUNBOOK" whole.yaml
git init -q theirs
sed 's/ -czf \(.*\) || code=$?/ -czf \1; code=1/' whole.yaml >"$RUNBOOK"
with database=no "history_dir=$PLACE/theirs"
ends_with 0
shows 'that maint did not make' 'files changed while they were archived'
mkdir full
echo mine >full/file
sed 's/ -czf \(.*\) || code=$?/ -czf \1 not\/there || code=$?/' whole.yaml >"$RUNBOOK"
with database=no "history_dir=$PLACE/full"
ends_with 1
cp whole.yaml "$RUNBOOK"
ends_with 0
shows 'holds files but no repository'
expect test "$(ls -A full)" = file
with database=yes "db_host=$PG_SOCKETS" db_port=1
ends_with 1
shows 'no schema is backed up'
# A cluster that was never started, and one that was and is down: maint has a PATH of its own, so what stands in for the
# list of clusters lies over it, in a mount namespace.
if clusters=$(command -v pg_lsclusters); then
  printf '#!/bin/sh\necho "15 main 1 down postgres %s/data %s/cluster.log"\n' "$PLACE" "$PLACE" >clusters
  chmod 755 clusters
  printf '#!/bin/sh\nexec unshare -m sh -euc '"'"'mount --bind "%s" "%s"; exec "%s" "$@"'"'"' sh "$@"\n' \
    "$PLACE/clusters" "$(realpath "$clusters")" "$MAINT" >with-clusters
  chmod 755 with-clusters
  usual=$MAINT MAINT=$PLACE/with-clusters
  : >cluster.log
  with history=no
  succeeds
  shows 'not backed up: a database schema (no PostgreSQL cluster of this host is in use)'
  with history=no database=yes
  ends_with 1
  shows 'no schema is backed up: no PostgreSQL cluster'
  echo started >cluster.log
  with history=no
  succeeds
  shows '! the schema of the database is not backed up: PostgreSQL 15/main is down'
  MAINT=$usual
fi

with "folders=$PLACE/absent"
ends_with 1
shows 'is not there'
