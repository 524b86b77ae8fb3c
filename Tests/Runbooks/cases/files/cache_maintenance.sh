. "$TESTS/case.sh"

use redis
cli() { redis-cli -p "$REDIS_PORT" "$@"; }
answers() { cli dbsize; cli get key:7; cli debug digest; cli info persistence | grep -e _status: -e aof_enabled; }
# shellcheck disable=SC2317 # called by wait_for
idle() { ! cli info persistence | grep -q in_progress:1; }
cli bgrewriteaof
wait_for idle

with redis_host=127.0.0.1 "redis_port=$REDIS_PORT"
succeeds
shows 'has grown by 0 % only' 'policy noeviction' 'maxmemory is not set'
samples maint_redis_used_memory_bytes maint_redis_evicted_keys_total maint_redis_append_only_bytes

# Grown by the same keys again, it is rewritten.
cli eval 'for n = 1, 20000 do redis.call("set", "key:" .. n, string.rep("y", 100)) end' 0
size() { cli info persistence | tr -d '\r' | sed -n 's/^aof_current_size://p'; }
before=$(size)
succeeds
shows 'append-only file rewritten'
expect test "$(size)" -lt "$before"
expect test -s "$MAINT_STATE/backups/2/runbook:cache_maintenance/dump.rdb"

with redis_host=127.0.0.1 "redis_port=$REDIS_PORT" rewrite=always
fails_in change
fails_in verify
drills

# A rewrite that fails: its new file cannot take its place, as something lies there.
next=$(find "$REDIS_DATA/appendonlydir" -name '*.base.*' | sed 's/.*aof\.\([0-9]*\)\.base.*/\1/')
obstacle=$(find "$REDIS_DATA/appendonlydir" -name '*.base.*' | sed "s/aof\.$next\.base/aof.$((next + 1)).base/")
mkdir "$obstacle"
answers_data() { cli dbsize; cli get key:7; }
answers_data >before
ends_with 3
shows 'aof_last_bgrewrite_status is not ok'
answers_data >after
expect cmp before after
with redis_host=127.0.0.1 "redis_port=$REDIS_PORT" rewrite=never
ends_with 1
shows 'aof_last_bgrewrite_status is err'
rmdir "$obstacle"
cli bgrewriteaof
wait_for idle
# A server that refuses, one whose dump is rubbish, and a disk without space for it.
with redis_host=127.0.0.1 "redis_port=$REDIS_PORT" rewrite=always
cp "$RUNBOOK" whole.yaml
sed 's/\$redis bgrewriteaof 2/$redis bgrewriteaof now 2/' whole.yaml >"$RUNBOOK"
ends_with 3
shows 'Redis does not rewrite its file: ERR'
sed 's/^\( *\)if command -v redis-check-rdb /\1truncate -s -100 "$MAINT_BACKUP_DIR\/dump.rdb"; if command -v redis-check-rdb /' whole.yaml >"$RUNBOOK"
ends_with 1
sed 's/df -k --output=avail "$MAINT_STATE"/echo 1/' whole.yaml >"$RUNBOOK"
ends_with 1
shows 'its dump may need as much'
cp whole.yaml "$RUNBOOK"

# With a password, which stands nowhere but in its file.
echo swordfish >password
cli config set requirepass swordfish
with redis_host=127.0.0.1 "redis_port=$REDIS_PORT" rewrite=always "redis_password_file=$PLACE/password"
succeeds
shows 'append-only file rewritten'
expect test -z "$(grep -r swordfish last "$MAINT_STATE/backups")"
export REDISCLI_AUTH=swordfish
cli config set requirepass ''
unset REDISCLI_AUTH
with redis_host=127.0.0.1 "redis_port=$REDIS_PORT"

# What is worth a warning, and what a failure.
cli config set maxmemory 1mb
cli config set maxmemory-policy noeviction
ends_with 1
shows 'above 97 %' 'every write is refused'
cli config set maxmemory-policy allkeys-lru
cli eval 'for n = 1, 5000 do redis.call("set", "more:" .. n, string.rep("x", 100)) end' 0
with redis_host=127.0.0.1 "redis_port=$REDIS_PORT" rewrite=never evictions_warn=100
succeeds
shows 'keys evicted since the last time: above 100'
cli config set maxmemory 0
cli eval 'for n = 1, 2000 do redis.call("get", "none:" .. n) end' 0
succeeds
shows 'only 0 % of lookups found a key'
succeeds
shows 'since the last time 0 keys evicted, 0 lookups'
cli replicaof 127.0.0.1 1
ends_with 1
shows 'this replica has lost 127.0.0.1:1'
cli replicaof no one
with redis_host=127.0.0.1 redis_port=1
ends_with 1
shows 'does not answer'
skips_without redis-cli

# Where Redis cannot write its file, going on with it is no way back.
sed -e 's/grep -qx aof_last_write_status:ok/false/' -e 's/^verify:$/&\n  - run: exit 1/' whole.yaml >"$RUNBOOK"
with redis_host=127.0.0.1 "redis_port=$REDIS_PORT" rewrite=always
ends_with 2
shows 'does not write its append-only file'
