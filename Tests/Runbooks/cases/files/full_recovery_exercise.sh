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
cat >"$PROJECT/runbooks/dumps.yaml" <<END
description: Dumps of databases, as database_backup leaves them
backup:
  - timeout: 1m
    run: |
      cd "\$MAINT_BACKUP_DIR"
      export PGHOST="$PG_SOCKETS" PGPORT=$PG_PORT PGUSER=postgres
      pg_dumpall --globals-only > roles.sql
      pg_dump -Fc -d app > app.dump
      printf 'app.dump\t%s\tapp\n' 1000000 > DATABASES
END
for name in data odd dumps; do expect "$MAINT" run "runbook:$name"; done
# The vault, and nothing else: the state folder of before is out of the way.
cp -a state/backups vault
mv state lost
mkdir scratch

printf '#!/bin/sh\ncmp "$RESTORED%s/sub/numbers" %s/sub/numbers\n' "$PLACE/data" "$PLACE/data" >compare
printf 'diff -r "$RESTORED%s" %s\n' "$PLACE/data" "$PLACE/data" >>compare
chmod 755 compare
with "backups=$PLACE/vault" "scratch_dir=$PLACE/scratch" expected=runbook:dumps "check_command=$PLACE/compare"
succeeds
shows '2 files rebuilt' 'database `app`: 2 tables' 'the newest backups of 3 tasks' 'to be signed off'
samples maint_recovery_exercise_seconds
expect test -z "$(ls -A scratch)"

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
