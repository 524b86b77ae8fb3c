. "$TESTS/case.sh"

use postgresql
sql postgres 'CREATE ROLE "shop owner" LOGIN'
sql app 'ALTER TABLE customer OWNER TO "shop owner"'
# What reaches outside is not restored: the folder of a tablespace is production's, and a subscription calls its server.
mkdir "$SERVICE/fast"
chown nobody "$SERVICE/fast"
sql postgres "CREATE TABLESPACE fast LOCATION '$SERVICE/fast'"
sql app 'ALTER TABLE customer SET TABLESPACE fast'
mkdir data
seq 1000 >data/numbers
printf 'description: A backup\nbackup:\n  - path: %s\n' "$PLACE/data" >"$PROJECT/runbooks/data.yaml"
# A database with an odd name, whose restored code says who it is there, and who gets at it.
sql postgres 'CREATE DATABASE "odd x=1|y"'
tells 'odd x=1|y' "current_setting('port') = '5432' AND current_setting('listen_addresses') = ''" \
  "id -un >$PLACE/told/who; stat -c \"%U %a\" .. >$PLACE/told/folder"
sql 'odd x=1|y' "CREATE SUBSCRIPTION calls CONNECTION 'host=production.example' PUBLICATION all_of_it WITH (connect = false)"
printf 'description: A note\nbackup:\n  - run: id > "$MAINT_BACKUP_DIR/note"\n' >"$PROJECT/runbooks/note.yaml"
expect "$MAINT" run runbook:note
expect "$MAINT" run runbook:data
# The older backup lacks a database, and is not the one that counts.
sed -i '/^keep:/d' "$PROJECT/runbooks/database_backup.yaml"
expect dump --with databases=app
expect dump
sql 'odd x=1|y' 'ALTER SUBSCRIPTION calls SET (slot_name = NONE); DROP SUBSCRIPTION calls'
sql postgres 'DROP DATABASE "odd x=1|y"'
mkdir scratch
chmod 711 scratch
answers() { sql app 'SELECT count(*), min(id), max(id) FROM entry'; ls -A scratch; }
answers >before

# The limit at its lowest, which is lower than the parameter allows.
cp "$RUNBOOK" whole.yaml
sed "s/pattern: '\[1-9\].*', help: \"warn/pattern: '[0-9]+', help: \"warn/" whole.yaml >"$RUNBOOK"
with "scratch_dir=$PLACE/scratch" restore_warn_minutes=0
succeeds
cp whole.yaml "$RUNBOOK"
with "scratch_dir=$PLACE/scratch"
shows 'database app takes' 'more than 0 minutes'
expect test -z "$(grep subscription last)"
shows '/runbook:data`: restored' 'restored: 3 of 3' '2 of them hold data (folders, archives or dumps), 1 only notes' \
  '2 tables, 220000 rows' 'database `postgres`' 'database `odd x=1|y`' '1 tables, 2 rows'
last_of() { "$MAINT" metrics "$1" --last 1 --plain; }
expect test "$(last_of maint_full_restore_good) $(last_of maint_full_restore_bad)" = '3 0'
samples maint_full_restore_good maint_full_restore_rows maint_full_restore_seconds
expect grep -qx nobody told/who
expect grep -qx 'nobody 700' told/folder
answers >after
expect cmp before after

# The list says how large they are, so a disk that is too small is told before.
sed 's/df -k --output=avail "$scratch"/echo 1000/' whole.yaml >"$RUNBOOK"
ends_with 1
cp whole.yaml "$RUNBOOK"
shows 'database app of' 'is not restored: it has' 'with more room'

# A database without a dump is missed, and so is a dump of which nobody saw that it is no use: whole by its seal, and cut.
cat >"$PROJECT/runbooks/dumps.yaml" <<END
description: Dumps of databases
backup:
  - timeout: 1m
    run: |
      cd "\$MAINT_BACKUP_DIR"
      cp -r "$(dirname "$(find "$MAINT_STATE/backups" -name postgres.dump)")"/[!S]* .
      truncate -s 100000 app.dump
      rm database-*.dump
END
expect "$MAINT" run runbook:dumps
printf x >>"$(find state/backups -name '*.tar.*')"
ends_with 1
expect test "$(last_of maint_full_restore_good) $(last_of maint_full_restore_bad)" = '3 1'
shows 'damaged:' 'database app of' 'cannot be restored' 'not restored: files databases' 'database `postgres`' \
  'has no dump of these databases' 'odd x=1|y'
# A dump that is no use is enough.
sed 's/missing=$(missing_dumps.*/missing=/' whole.yaml >"$RUNBOOK"
ends_with 1
shows 'not restored: files databases'
cp whole.yaml "$RUNBOOK"
answers >after
expect cmp before after
rm -r state
succeeds
shows 'skipped' 'maint has made a backup'
