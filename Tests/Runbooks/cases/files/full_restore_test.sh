. "$TESTS/case.sh"

use postgresql
sql postgres 'CREATE ROLE "shop owner" LOGIN'
sql app 'ALTER TABLE customer OWNER TO "shop owner"'
mkdir data
seq 1000 >data/numbers
printf 'description: A backup\nbackup:\n  - path: %s\n' "$PLACE/data" >"$PROJECT/runbooks/data.yaml"
# A database with an odd name, whose restored code says who it is there, and who gets at it.
sql postgres 'CREATE DATABASE "odd x=1|y"'
tells 'odd x=1|y' "current_setting('port') = '5432'" \
  "id -un >$PLACE/told/who; stat -c \"%U %a\" .. >$PLACE/told/folder"
printf 'description: A note\nbackup:\n  - run: id > "$MAINT_BACKUP_DIR/note"\n' >"$PROJECT/runbooks/note.yaml"
expect "$MAINT" run runbook:note
expect "$MAINT" run runbook:data
expect dump
sql postgres 'DROP DATABASE "odd x=1|y"'
mkdir scratch
chmod 711 scratch
answers() { sql app 'SELECT count(*), min(id), max(id) FROM entry'; ls -A scratch; }
answers >before

with "scratch_dir=$PLACE/scratch"
succeeds
shows '/runbook:data`: restored' 'restored: 3 of 3' '2 of them hold data (folders, archives or dumps), 1 only notes' \
  '2 tables, 220000 rows' 'database `postgres`' 'database `odd x=1|y`' '1 tables, 2 rows'
samples maint_full_restore_good maint_full_restore_rows maint_full_restore_seconds
expect grep -qx nobody told/who
expect grep -qx 'nobody 700' told/folder
answers >after
expect cmp before after

# The list says how large they are, so a disk that is too small is told before.
cp "$RUNBOOK" whole.yaml
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
      cp -r "$(dirname "$(find "$MAINT_STATE/backups" -name app.dump)")"/[!S]* .
      truncate -s 100000 app.dump
      rm database-*.dump
END
expect "$MAINT" run runbook:dumps
printf x >>"$(find state/backups -name '*.tar.*')"
ends_with 1
shows 'damaged:' 'database app of' 'cannot be restored' 'not restored: files databases' 'database `postgres`' \
  'has no dump of these databases' 'odd x=1|y'
answers >after
expect cmp before after
rm -r state
succeeds
shows 'skipped' 'maint has made a backup'
