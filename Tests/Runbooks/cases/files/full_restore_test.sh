. "$TESTS/case.sh"

use postgresql
sql postgres 'CREATE ROLE "shop owner" LOGIN'
sql app 'ALTER TABLE customer OWNER TO "shop owner"'
mkdir data
seq 1000 >data/numbers
printf 'description: A backup\nbackup:\n  - path: %s\n' "$PLACE/data" >"$PROJECT/runbooks/data.yaml"
# As database_backup leaves them.
cat >"$PROJECT/runbooks/dumps.yaml" <<END
description: Dumps of databases
backup:
  - timeout: 1m
    run: |
      cd "\$MAINT_BACKUP_DIR"
      export PGHOST="$PG_SOCKETS" PGPORT=$PG_PORT PGUSER=postgres
      pg_dumpall --globals-only > roles.sql
      pg_dump -Fc app > app.dump
      pg_dump -Fc postgres > postgres.dump
      printf 'app.dump\t%s\tapp\npostgres.dump\t%s\tpostgres\n' 1000000 1000 > DATABASES
END
printf 'description: A note\nbackup:\n  - run: id > "$MAINT_BACKUP_DIR/note"\n' >"$PROJECT/runbooks/note.yaml"
expect "$MAINT" run runbook:note
expect "$MAINT" run runbook:data
expect "$MAINT" run runbook:dumps
mkdir scratch
answers() { sql app 'SELECT count(*), min(id), max(id) FROM entry'; ls -A scratch; }
answers >before

with "scratch_dir=$PLACE/scratch"
succeeds
shows '/runbook:data`: restored' 'restored: 3 of 3' '2 of them hold data (folders, archives or dumps), 1 only notes' '2 tables, 220000 rows' 'database `postgres`'
samples maint_full_restore_good maint_full_restore_rows maint_full_restore_seconds
answers >after
expect cmp before after

# A dump of which nobody saw that it is no use: whole by its seal, and cut.
cat >>"$PROJECT/runbooks/dumps.yaml" <<'END'
  - name: cut
    run: truncate -s 100000 "$MAINT_BACKUP_DIR/app.dump"
END
expect "$MAINT" run runbook:dumps
printf x >>"$(find state/backups -name '*.tar.*')"
ends_with 1
shows 'damaged:' 'database app of' 'cannot be restored' 'not restored: files databases' 'database `postgres`'
answers >after
expect cmp before after
rm -r state
succeeds
shows 'skipped' 'maint has made a backup'
