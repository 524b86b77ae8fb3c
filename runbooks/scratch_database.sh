# shellcheck shell=sh disable=SC2034
# What full_restore_test and full_recovery_exercise share: a PostgreSQL of their own in a scratch folder, which nobody
# else can reach, and the restore of a dump into it. Nothing of a dump reaches outside: tablespaces, publications and
# subscriptions are left out, and it runs as nobody, as a dump may run programs while it is restored.

# start_scratch_database FOLDER: below FOLDER, in a folder of its own ($server), which cleanup has to remove. It is stopped
# when the step ends. Fails where no server is installed.
start_scratch_database() {
  initdb=$(command -v initdb || find /usr/lib/postgresql /usr/pgsql-* -name initdb 2> /dev/null | sort -V | tail -n 1)
  if [ -z "$initdb" ] || ! command -v psql > /dev/null; then
    echo "database dumps are not restored: no PostgreSQL server is installed here. Install postgresql, or run this on a" \
      "host that has it, with the backups" | tee -a "$MAINT_WARNINGS" >&2
    return 1
  fi
  # Not below what else is restored, which stays shut to everybody. Here only the account gets in: whoever reaches the
  # socket is a superuser of what production holds.
  server=$(mktemp -d "$1/maint-server.XXXXXX")
  echo "server=$server" >> "$MAINT_ENV"
  bin=${initdb%/*} database_dir=$server run_as=''
  if [ "$(id -u)" -eq 0 ]; then
    run_as="setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups"
    chown nobody "$database_dir"
  fi
  chmod 700 "$database_dir"
  $run_as "$initdb" -D "$database_dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync > /dev/null
  printf '%s\n' "listen_addresses = ''" "unix_socket_directories = '$database_dir'" 'fsync = off' 'autovacuum = off' \
    'max_wal_size = 4GB' >> "$database_dir/data/postgresql.conf"
  trap '$run_as "$bin/pg_ctl" -D "$database_dir/data" -s -m immediate stop || true' EXIT
  if ! $run_as "$bin/pg_ctl" -D "$database_dir/data" -s -w -l "$database_dir/log" start; then
    cat "$database_dir/log" >&2
    return 1
  fi
  export PGHOST="$database_dir" PGPORT=5432 PGUSER=postgres PGOPTIONS=--client-min-messages=warning
}

# describe_dump FOLDER FILE: sets `name` and `bytes` of the database, by the list of lines FILE|BYTES|NAME that
# database_backup writes.
describe_dump() {
  name=${2%.dump} bytes=0
  line=$(LISTED=$2 awk 'index($0, ENVIRON["LISTED"] "|") == 1' "$1/DATABASES" 2> /dev/null || true)
  if [ -n "$line" ]; then
    line=${line#*"|"}
    name=${line#*"|"} bytes=${line%%"|"*}
  fi
}

# missing_dumps FOLDER: the names of the databases in that list that have no dump.
missing_dumps() {
  if [ ! -e "$1/DATABASES" ]; then return 0; fi
  while IFS= read -r line; do
    if [ ! -s "$1/${line%%"|"*}" ]; then
      line=${line#*"|"}
      printf '%s\n' "${line#*"|"}"
    fi
  done < "$1/DATABASES"
}

# restore_dump FOLDER FILE: restores it with the roles beside it, reads every row of every table, sets `tables` and
# `rows`, and removes the database again. Call it after describe_dump, as the condition of an `if`.
restore_dump() {
  # That a role is there already is no fault; one that is missing shows when something of its is restored.
  if [ -e "$1/roles.sql" ]; then
    sed '/TABLESPACE/d' "$1/roles.sql" | $run_as psql -Xq -d template1 > /dev/null 2>&1 || true
  fi
  restored=0
  counts=$(
    pg_restore --create --clean --if-exists --exit-on-error --no-tablespaces --no-publications --no-subscriptions \
      -d template1 "$1/$2" < /dev/null && PGDATABASE="$name" $run_as psql -XAtq -v ON_ERROR_STOP=1 << 'END'
SELECT format('SELECT count(*) FROM %I.%I', nspname, relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
  WHERE relkind = 'r' AND nspname <> 'information_schema' AND nspname !~ '^pg_' \gexec
END
  ) || restored=1
  dropdb --if-exists --force --maintenance-db=template1 -- "$name" < /dev/null || true
  tables=$(printf '%s' "$counts" | grep -c . || true)
  rows=$(printf '%s\n' "$counts" | awk '{ sum += $1 } END { printf "%.0f", sum }')
  return "$restored"
}
