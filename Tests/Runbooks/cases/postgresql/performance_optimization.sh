. "$TESTS/case.sh"
use postgresql

sql postgres 'CREATE DATABASE bank'
mkdir space
chown nobody space
sql postgres "CREATE TABLESPACE bank_space LOCATION '$PLACE/space'"
sql bank "
  CREATE EXTENSION pg_stat_statements;
  CREATE TABLE account (id int PRIMARY KEY, name text);
  CREATE TABLE transfer (id int PRIMARY KEY, account int REFERENCES account, amount int);
  INSERT INTO account SELECT n, 'account ' || n FROM generate_series(1, 1000) AS n;
  INSERT INTO transfer SELECT n, n % 1000 + 1, n % 77 FROM generate_series(1, 30000) AS n;
  CREATE INDEX transfer_amount ON transfer (amount);
  CREATE INDEX transfer_amount_again ON transfer (amount);
  -- All that an index can have beside its definition, and one with a line break in it.
  CREATE INDEX transfer_noted ON transfer ((amount + 1)) TABLESPACE bank_space WHERE amount <> length('one
two|three');
  COMMENT ON INDEX transfer_noted IS E'O''Brien: for \\\\ the year''s end\nask first';
  ALTER TABLE transfer CLUSTER ON transfer_amount_again;
  ALTER INDEX transfer_noted ALTER COLUMN 1 SET STATISTICS 321;
  CREATE TABLE part (day int) PARTITION BY RANGE (day);
  CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1) TO (2);
  CREATE INDEX part_day ON part (day);
  CREATE TABLE room (place box, EXCLUDE USING gist (place WITH &&));
  ANALYZE"
sql bank 'SELECT pg_sleep(0.2), count(*) FROM transfer' >/dev/null
answers() {
  sql bank "SELECT count(*), sum(hashtext(transfer::text)) FROM transfer;
    SELECT indexrelid::regclass::text, indisvalid, pg_get_indexdef(indexrelid), indisclustered,
      obj_description(indexrelid, 'pg_class'), (SELECT spcname FROM pg_class c JOIN pg_tablespace t
        ON t.oid = c.reltablespace WHERE c.oid = indexrelid), (SELECT string_agg(attstattarget::text, ' ')
        FROM pg_attribute WHERE attrelid = indexrelid) FROM pg_index
      WHERE indrelid::regclass::text IN ('account', 'transfer', 'ledger') ORDER BY 1"
}
server="databases=bank db_host=$PG_SOCKETS db_port=$PG_PORT"

# It finds, and changes nothing unless that is named.
answers >before
# shellcheck disable=SC2086 # parameters
with $server slow_ms=100 unused_days=0 unused_min_mib=0
succeeds
for finding in 'missing: .bank:public.transfer(account)' 'unused: .bank:public.transfer_amount' 'slow: .*FROM transfer' \
  'duplicate: .bank:public.transfer_amount_again. is the same as transfer_amount'; do
  expect grep -q "$finding" last
done
samples maint_database_slow_statements maint_database_indexes_found
answers >after
expect diff before after

# What cannot be changed is refused before anything is.
for wrong in 'create_indexes=bank:public.transfer(nothing)' drop_indexes=bank:public.transfer_pkey \
  drop_indexes=bank:public.part_day drop_indexes=bank:public.part_1_day_idx \
  drop_indexes=bank:public.room_place_excl; do
  # shellcheck disable=SC2086
  with $server $wrong
  ends_with 1
  shows 'Nothing was changed'
done

echo 'bank SELECT sum(amount) FROM transfer WHERE account = 5' >queries
# shellcheck disable=SC2086
with $server 'create_indexes=bank:public.transfer(account)' drop_indexes=bank:public.transfer_amount_again "queries=$PLACE/queries"
fails_in change
with_text drop_indexes 'bank:public.transfer_noted bank:public.transfer_amount_again'
# shellcheck disable=SC2086
with $server 'create_indexes=bank:public.transfer(account)'
fails_in verify
# Broken off before anything was dropped: that it is there still is no hindrance.
cp "$RUNBOOK" whole.yaml
sed -i "0,/^      export PGOPTIONS='-c lock_timeout=5min'/s//      exit 1/" "$RUNBOOK"
answers >before
ends_with 3
answers >after
expect diff before after
cp whole.yaml "$RUNBOOK"
with_text '' ''

# An index that a query wants is dropped, the query is slower, and the index is back.
sql bank "CREATE TABLE ledger AS SELECT n AS entry FROM generate_series(1, 300000) AS n;
  CREATE INDEX ledger_entry ON ledger (entry); ANALYZE ledger"
echo 'bank SELECT count(*) FROM ledger WHERE entry = 200000' >queries
# shellcheck disable=SC2086
with $server drop_indexes=bank:public.ledger_entry "queries=$PLACE/queries"
answers >before
ends_with 3
shows 'Slower than slower_percent allows'
answers >after
expect diff before after

echo 'bank SELECT sum(amount) FROM transfer WHERE account = 5' >queries
# shellcheck disable=SC2086
with $server 'create_indexes=bank:public.transfer(account)' "queries=$PLACE/queries"
ends_with 0
shows 'measured: ' 'done in bank: CREATE INDEX CONCURRENTLY "transfer_account_idx"'
samples maint_database_query_seconds
expect test "$(sql bank "SELECT indisvalid FROM pg_index WHERE indexrelid = 'transfer_account_idx'::regclass")" = t
sql postgres 'DROP DATABASE bank'
sql postgres 'DROP TABLESPACE bank_space'

with 'create_indexes=bank:public.transfer(account,amount)' drop_indexes=postgres:public.transfer_amount "db_host=$PG_SOCKETS"
drills
skips_without psql
