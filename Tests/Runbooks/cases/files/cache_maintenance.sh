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
with redis_host=127.0.0.1 redis_port=1
ends_with 1
shows 'does not answer'
skips_without redis-cli
