# shellcheck shell=sh disable=SC2154
# What the runbooks of PostgreSQL share: how a server is reached. Their step 'the server answers' sources this file. To
# the later steps it leaves PGHOST and the like, by which all programs of PostgreSQL find the server, and two commands:
#
#   $psql        psql for programs: bare rows, columns parted by |, the first error ends it; the database is PGDATABASE
#   $as_owner    goes before any other program that connects: over a socket, root becomes the account that is called as
#                db_user, since peer authentication asks the kernel who it is (Debian: `local all postgres peer`)

# in_use: db_host names a server, or a cluster of this host runs, or its data folder shows that it is more than the one
# that came with the package: one that is down is not skipped. In doubt (the disk of its data is not mounted) it is.
in_use() {
  if [ -n "$db_host" ]; then return 0; fi
  # The local socket lets in root, by way of db_user, and db_user; anybody else has no server here to keep.
  if [ "$(id -u)" -ne 0 ] && [ "$(id -un)" != "$db_user" ]; then
    echo "$(id -un) does not keep this host's PostgreSQL: run maint as root or $db_user, or give db_host" >&2
    return 1
  fi
  if ! command -v pg_lsclusters > /dev/null; then
    command -v postgres > /dev/null || find /usr/lib/postgresql /usr/pgsql-* -path '*/bin/postgres' 2> /dev/null | grep -q .
    return
  fi
  pg_lsclusters -h | while read -r _ _ _ status _ data _; do
    case $status in online*) echo "$data" && continue ;; esac
    if [ ! -e "$data/global/pg_control" ]; then echo "$data" && continue; fi
    # Written at each checkpoint and stop of the server, and by initdb, which takes less than a minute.
    if [ $(($(stat -c %Y "$data/global/pg_control") - $(stat -c %Y "$data/PG_VERSION"))) -gt 60 ]; then echo "$data"; fi
    # What users make has numbers from 16384.
    find "$data/base" "$data/pg_tblspc/" -name '[1-9]*' -printf '%f\n' | awk '$0 + 0 >= 16384'
  done | grep . > /dev/null
}

# connect CONSEQUENCE: fails, with what that means, where the server does not let db_user in.
connect() {
  export PGPORT="$db_port" PGUSER="$db_user" PGDATABASE=postgres PGCONNECT_TIMEOUT=10
  # So that a way back can find, and end, what its own task has left at work in the server.
  PGAPPNAME="maint-$MAINT_RUN-$MAINT_TASK-$(uname -n)"
  export PGAPPNAME
  if [ -n "$db_host" ]; then export PGHOST="$db_host"; fi
  if [ -n "$db_passfile" ]; then export PGPASSFILE="$db_passfile"; fi
  as_owner=
  case $db_host in
    '' | /*)
      if [ "$(id -u)" -eq 0 ] && group=$(id -g "$db_user" 2> /dev/null); then
        as_owner="setpriv --reuid=$db_user --regid=$group --init-groups"
      fi
      ;;
  esac
  hand_on
  place="${db_host:-the local socket}, port $db_port"
  version=$($psql -c 'SHOW server_version') || {
    echo "PostgreSQL at $place does not let $db_user in: see above. $1 Does it run (pg_lsclusters)? Are db_host," \
      "db_port and db_user right, and the password in ~/.pgpass or db_passfile?" >&2
    return 1
  }
  echo "- PostgreSQL $version at $place" >> "$MAINT_SUMMARY"
}

# stand_in [SETTING…]: for a sandbox, from which no server of the host is reached, a small one of its own. It runs while
# a command does, no longer: a drill goes on from files, not from processes. Its runbook ignores /tmp/maint-rehearsal.
stand_in() {
  if [ "$MAINT_REHEARSAL" != 1 ]; then return 1; fi
  initdb=$(command -v initdb || find /usr/lib/postgresql /usr/pgsql-* -name initdb 2> /dev/null | sort -V | tail -n 1)
  if [ -z "$initdb" ]; then
    echo "a rehearsal needs PostgreSQL's server (initdb) on this host: install the package postgresql" >&2
    return 1
  fi
  folder=/tmp/maint-rehearsal
  export PGHOST="$folder" PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PGAPPNAME=maint
  mkdir -m 755 "$folder"
  as_owner=
  if [ "$(id -u)" -eq 0 ]; then
    chown nobody "$folder"
    as_owner="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups"
  fi
  $as_owner "$initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-sync --wal-segsize=1 > "$folder/initdb"
  printf '%s\n' "listen_addresses = ''" "unix_socket_directories = '$folder'" 'fsync = off' 'autovacuum = off' \
    'dynamic_shared_memory_type = mmap' 'max_connections = 20' "$@" >> "$folder/data/postgresql.conf"
  # A server that was killed leaves its memory in the sandbox, and lock files: one that is empty yet lets none start.
  cat > "$folder/with-server" << END
ipcrm --all=shm
rm -f $folder/data/postmaster.pid $folder/.s.PGSQL.*
${initdb%/*}/postgres -D $folder/data >> $folder/log 2>&1 &
until grep -qs ready $folder/data/postmaster.pid; do kill -0 \$! || exit; sleep 0.02; done
"\$@" || code=\$?
kill -INT \$!
wait \$!
exit \${code:-0}
END
  as_owner="$as_owner sh $folder/with-server"
  hand_on
}

hand_on() {
  psql="$as_owner psql -XAtqw -v ON_ERROR_STOP=1"
  env | grep '^PG' >> "$MAINT_ENV"
}
