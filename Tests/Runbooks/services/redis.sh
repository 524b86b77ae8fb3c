# A Redis of the group's own on 127.0.0.1:$REDIS_PORT, with snapshots and an append-only file in $REDIS_DATA.
REDIS_DATA=$SERVICE/data

start_redis() {
  command -v redis-cli >/dev/null || skip_case 'redis-tools is not installed'
  mkdir -p "$REDIS_DATA"
  # Debian's redis-tools has the server too, which goes by the name that it is called by.
  if command -v redis-server >/dev/null; then server=redis-server; else
    server=$SERVICE/redis-server
    ln -s /usr/bin/redis-check-rdb "$server"
  fi
  REDIS_PORT=$(free_port)
  "$server" --port "$REDIS_PORT" --bind 127.0.0.1 --dir "$REDIS_DATA" --daemonize yes --pidfile "$SERVICE/pid" \
    --logfile "$SERVICE/log" --appendonly yes --save '900 1' \
    --repl-diskless-sync-delay 0
  echo "$REDIS_PORT" >"$SERVICE/port"
  echo "redis-cli -p $REDIS_PORT shutdown nosave" >"$SERVICE/stop"
  wait_for redis-cli -p "$REDIS_PORT" ping
  redis-cli -p "$REDIS_PORT" eval 'for n = 1, 20000 do redis.call("set", "key:" .. n, string.rep("x", 100)) end' 0
}

REDIS_PORT=$(cat "$SERVICE/port" 2>/dev/null || true)
