. "$TESTS/case.sh"

use postgresql
mkdir -p data/sub 'data/sp ace'
seq 1000 >data/sub/numbers
echo odd >'data/sp ace/with a space'
for name in data odd; do
  folder=$PLACE/data
  if [ "$name" = odd ]; then folder="$PLACE/data/sp ace"; fi
  printf 'description: A backup\nbackup:\n  - path: %s\n' "$folder" >"$PROJECT/runbooks/$name.yaml"
done
# A database with an odd name, whose restored code says who it is there, and who gets at it.
sql postgres 'CREATE DATABASE "odd x=1|y"'
tells 'odd x=1|y' "current_setting('port') = '5432'" \
  "id -un >$PLACE/told/who; stat -c \"%U %a\" .. >$PLACE/told/folder"
for name in data odd; do expect "$MAINT" run "runbook:$name"; done
expect dump
sql postgres 'DROP DATABASE "odd x=1|y"'
# The vault, and nothing else: the state folder of before is out of the way.
cp -a state/backups vault
mv state lost
mkdir scratch
chmod 711 scratch

printf '#!/bin/sh\ncmp "$RESTORED%s/sub/numbers" %s/sub/numbers\n' "$PLACE/data" "$PLACE/data" >compare
printf 'diff -r "$RESTORED%s" %s\n' "$PLACE/data" "$PLACE/data" >>compare
chmod 755 compare
with "backups=$PLACE/vault" "scratch_dir=$PLACE/scratch" expected=runbook:database_backup "check_command=$PLACE/compare"
succeeds
shows '2 files rebuilt' 'database `app`: 2 tables' 'database `odd x=1|y`: 1 tables, 2 rows' 'the newest backups of 3 tasks' 'to be signed off'
samples maint_recovery_exercise_seconds
expect test -z "$(ls -A scratch)"
expect grep -qx nobody told/who
expect grep -qx 'nobody 700' told/folder

# A database without a dump is missed.
dumps=$(dirname "$(find vault -name app.dump)")
cp -a "$dumps" kept
rm "$dumps"/database-*.dump
(cd "$dumps" && sed -i '/database-/d' SHA256SUMS)
ends_with 1
shows 'has no dump of these databases' 'odd x=1|y' 'not recovered: databases'
rm -r "$dumps"
mv kept "$dumps"

# A vault that lacks something, and one with a damaged backup.
with "backups=$PLACE/vault" "scratch_dir=$PLACE/scratch" expected=daily.database_backup
ends_with 1
shows 'no backup in' 'daily.database_backup'
printf x >>"$(find vault -name 'roles.sql')"
find vault -name SHA256SUMS -exec touch -d '3 days ago' {} +
with "backups=$PLACE/vault" "scratch_dir=$PLACE/scratch" check_command=false expected=runbook:data
ends_with 1
shows 'is damaged where it would be fetched from' 'not recovered: fetched check age' '72 hours old'
with "backups=$PLACE/absent"
ends_with 1
shows 'Is the vault not mounted'
with
succeeds
shows 'skipped'

# On the host that is thought to be lost.
expect "$MAINT" run runbook:data
with "scratch_dir=$PLACE/scratch"
succeeds
shows '! these backups are on the host that is thought to be lost'
