. "$TESTS/case.sh"
use postgresql

sql postgres 'CREATE DATABASE shop'
sql shop 'CREATE TABLE article (id int, body text); CREATE INDEX article_body ON article (body)'
bloat() {
  sql shop "TRUNCATE article; INSERT INTO article SELECT n, md5(n::text) FROM generate_series(1, 60000) AS n;
    DELETE FROM article WHERE id % 4 > 0"
}
server="databases=shop db_host=$PG_SOCKETS db_port=$PG_PORT"
answers() {
  sql shop "SELECT count(*), sum(hashtext(article::text)) FROM article;
    SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid::regclass::text NOT LIKE 'pg\_%' ORDER BY 1::text"
}
size() { sql shop "SELECT pg_relation_size('$1')"; }

bloat
# With no parameter but the server, the tables are vacuumed and the indexes only listed.
before=$(size article_body)
# shellcheck disable=SC2086 # two parameters
with $server reindex_min_mib=1
succeeds
shows 'public.article_body' '; reindex: "yes" rebuilds it'
samples maint_database_bloated_indexes maint_database_dead_rows maint_database_transactions_used_percent
expect test "$(sql shop "SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'article'")" -eq 0
expect test "$(size article_body)" -eq "$before"

# shellcheck disable=SC2086
with $server reindex=yes reindex_min_mib=1
fails_in change
bloat
fails_in verify
bloat

# Beside a transaction that counts as long, nothing is rebuilt, and it is told who it is.
PGAPPNAME=holder psql -h "$PG_SOCKETS" -p "$PG_PORT" -U postgres -d shop -XAtqc \
  'BEGIN; SELECT FROM article LIMIT 1; SELECT pg_sleep(300)' &
of_holder="FROM pg_stat_activity WHERE application_name = 'holder' AND xact_start < now()"
wait_for sql shop "SELECT 1 / count(*) $of_holder"
# shellcheck disable=SC2086
with $server reindex=yes reindex_min_mib=1 long_transaction_minutes=0
ends_with 0
shows 'keeps dead rows from being removed' '(holder, active)' 'no index is rebuilt'

# A rebuild that does not come to its end leaves an index that is invalid. The way back drops it, and waits for that, too.
# shellcheck disable=SC2086
with $server reindex=yes reindex_min_mib=1
answers >"$PLACE/before"
cp "$RUNBOOK" "$PLACE/whole.yaml"
awk '/lock_timeout=5min/ && !done { sub("5min", "1s"); done = 1 } { print }' "$PLACE/whole.yaml" >"$RUNBOOK"
(
  wait_for sql shop "SELECT 1 / count(*) FROM pg_stat_activity WHERE query LIKE 'DROP INDEX CONCURRENTLY%'"
  sql shop "SELECT pg_terminate_backend(pid) $of_holder" >/dev/null
) &
ends_with 3
cp "$PLACE/whole.yaml" "$RUNBOOK"
shows 'dropped what was left of a rebuild' public.article_body_ccnew
answers >"$PLACE/after"
expect diff "$PLACE/before" "$PLACE/after"

before=$(size article_body)
# shellcheck disable=SC2086
with $server reindex=yes reindex_min_mib=1
succeeds
shows 'of shop is rebuilt'
samples maint_database_index_won_bytes maint_database_won_bytes
expect test "$(size article_body)" -lt $((before / 2))

sql postgres 'DROP DATABASE shop'

with "db_host=$PG_SOCKETS" reindex=yes reindex_min_mib=0
drills
skips_without psql vacuumdb
