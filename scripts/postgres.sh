# Sourced by ./check: a PostgreSQL instance of our own on a private socket, started and stopped by us.

# start_postgres DIR: sets postgres_url. The server cannot run as root, so it then runs as `postgres`.
start_postgres() {
  postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  [ -n "$postgres_bin" ] || return 1
  postgres_dir=$(mktemp -d /tmp/otklik-postgres.XXXXXX)
  if [ "$(id -u)" = 0 ]; then
    # A program run as root can take /dev/null away from everyone else, and initdb writes to it.
    if ! runuser -u postgres -- sh -c ': >/dev/null' 2>"$1.log"; then
      say "/dev/null is closed to other users than root: chmod 666 /dev/null"
      chmod 666 /dev/null
    fi
    chown postgres "$postgres_dir"
    as_postgres() { runuser -u postgres -- "$@"; }
  else
    as_postgres() { "$@"; }
  fi
  as_postgres "$postgres_bin/initdb" -D "$postgres_dir/data" -U otklik -A trust --locale=C -E UTF8 >"$1.log" 2>&1 &&
    as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -w -l "$postgres_dir/log" \
      -o "-c listen_addresses= -k $postgres_dir" start >>"$1.log" 2>&1 &&
    as_postgres "$postgres_bin/createdb" -h "$postgres_dir" -U otklik otklik >>"$1.log" 2>&1 || return 1
  postgres_url="postgresql://otklik@/otklik?host=$postgres_dir"
}

stop_postgres() {
  as_postgres "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -m fast stop >/dev/null 2>&1
  rm -rf "$postgres_dir"
}
