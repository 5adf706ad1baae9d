#!/bin/sh
# Runs a command beside a throw-away PostgreSQL on a unix socket; nothing of it stays behind.
# The server cannot run as root, so root lends its folder to the postgres (or nobody) user.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(readlink -f "$(command -v initdb)")")
work=$(mktemp -d "${TMPDIR:-/tmp}/geo-app-postgres.XXXXXX")
if [ "$(id -u)" = 0 ]; then
  owner=postgres
  id "$owner" >/dev/null 2>&1 || owner=nobody
  chown "$owner" "$work"
  as() { (cd "$work" && su -s /bin/sh "$owner" -c "$1"); }
else
  as() { (cd "$work" && sh -c "$1"); }
fi
stop() {
  as "'$bin/pg_ctl' -D '$work/data' -m immediate -s stop" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
as "'$bin/initdb' -D '$work/data' -U geo_app -A trust -E UTF8 --locale=C.UTF-8 >'$work/initdb.log'" || { cat "$work/initdb.log" >&2; exit 1; }
as "'$bin/pg_ctl' -D '$work/data' -w -s -l '$work/server.log' -o \"-k '$work' -c listen_addresses='' -c fsync=off\" start" || { cat "$work/server.log" >&2; exit 1; }
as "'$bin/createdb' -h '$work' -U geo_app geo_app"
chmod 755 "$work"
GEO_APP_TEST_POSTGRES="postgresql+psycopg://geo_app@/geo_app?host=$work" "$@"
