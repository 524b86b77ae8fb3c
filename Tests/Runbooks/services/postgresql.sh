# A PostgreSQL 15 of the group's own, with a database `app` of a few hundred thousand rows, a third of them dead.
# It runs as nobody and listens on 127.0.0.1:$PG_PORT and a socket in $PG_SOCKETS; who connects is `postgres`. It counts
# statements (pg_stat_statements), archives its log to nowhere until a case sets archive_command, and vacuums nothing by
# itself.
PG_BIN=/usr/lib/postgresql/15/bin
PG_SOCKETS=$SERVICE PG_DATA=$SERVICE/data

start_postgresql() {
  [ -x "$PG_BIN/initdb" ] || skip_case 'postgresql-15 is not installed'
  chmod 755 "$SERVICE"
  chown nobody "$SERVICE"
  setpriv --reuid nobody --regid nogroup --clear-groups sh -euc "
    '$PG_BIN/initdb' -D '$PG_DATA' -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync --wal-segsize=1 >/dev/null
    cat >>'$PG_DATA/postgresql.conf' <<'CONF'
fsync = off
shared_buffers = 64MB
autovacuum = off
archive_mode = on
archive_command = 'true'
shared_preload_libraries = 'pg_stat_statements'
listen_addresses = '127.0.0.1'
unix_socket_directories = '$PG_SOCKETS'
CONF"
  port=$(free_port)
  echo "port = $port" >>"$PG_DATA/postgresql.conf"
  echo "$port" >"$SERVICE/port"
  echo "setpriv --reuid nobody --regid nogroup --clear-groups '$PG_BIN/pg_ctl' -D '$PG_DATA' -m immediate stop" >"$SERVICE/stop"
  setpriv --reuid nobody --regid nogroup --clear-groups "$PG_BIN/pg_ctl" -D "$PG_DATA" -w -l "$SERVICE/log" start
  PG_PORT=$port
  sql postgres 'CREATE DATABASE app'
  sql app "
    CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL, note text);
    CREATE TABLE entry (id bigint PRIMARY KEY, customer bigint NOT NULL, at timestamptz NOT NULL, body text NOT NULL);
    INSERT INTO customer SELECT n, 'customer ' || n, repeat('x', 40) FROM generate_series(1, 20000) AS n;
    INSERT INTO entry SELECT n, n % 20000 + 1, timestamptz '2020-01-01' + n * interval '10 minutes', md5(n::text)
      FROM generate_series(1, 300000) AS n;
    CREATE INDEX entry_at ON entry (at);
    CREATE INDEX entry_body ON entry (body);
    DELETE FROM entry WHERE id % 3 = 0"
}

# sql DATABASE TEXT: what a query says, unaligned.
sql() { PGDATABASE=$1 psql -h "$PG_SOCKETS" -p "$PG_PORT" -U postgres -XAtqc "$2" -v ON_ERROR_STOP=1; }

# tells DATABASE CONDITION TEXT: a table `watched` of it, with two rows, whose restored code runs the shell text where the
# condition holds; anybody may write into the folder `told` of the case. What COPY gives it is read: a program that has
# ended before is an error.
tells() {
  mkdir told
  chmod 1777 told
  sql "$1" "
    CREATE FUNCTION public.look() RETURNS bool LANGUAGE plpgsql AS \$\$ BEGIN
      IF $2 THEN COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; $3'; END IF;
      RETURN true;
    END \$\$;
    CREATE TABLE public.watched (id int CHECK (public.look()));
    INSERT INTO public.watched VALUES (1), (2)"
}

# dump [ARGUMENT…]: database_backup of this server, in the case's own state.
dump() { "$MAINT" run runbook:database_backup --with "db_host=$PG_SOCKETS" --with "db_port=$PG_PORT" "$@"; }

PG_PORT=$(cat "$SERVICE/port" 2>/dev/null || true)
