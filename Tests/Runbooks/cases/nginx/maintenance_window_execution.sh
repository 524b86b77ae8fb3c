. "$TESTS/case.sh"
. "$TESTS/nginx.sh"
use nginx

answers() {
  site
  site /stock || true
  (cd "$NGINX_ETC" && find . -printf '%P %y %m %t\n' | grep -v '^ d' | sort)
}
window() {
  with "check_url=https://localhost:$NGINX_TLS_PORT/" "ca_file=$NGINX_CA" "config_dir=$NGINX_ETC" \
    "maintenance_dir=$NGINX_ETC/maintenance" "pid_file=$NGINX_PID" reload_with=nginx "$@"
}

# What the window said: the last run is one that it has started.
window_shows() {
  number=$(sed -n 's/.* R[Uu][Nn] \([0-9]*\)[: ].*/\1/p' run.out | head -n 1)
  { "$MAINT" show "$number"; "$MAINT" output "$number"; } >last
  shows "$@"
}

# The work: it writes a page of the site, and says what visitors see meanwhile. The other two fail.
work() {
  cat >"$PROJECT/runbooks/$1.yaml" <<RUNBOOK
description: Work of the test
change:
  - run: |
      curl -s --max-time 5 --cacert $NGINX_CA -D $PLACE/seen.headers https://localhost:$NGINX_TLS_PORT/ >$PLACE/seen
      echo $1 >>$NGINX_ROOT/stock
    undo: sed -i /$1/d $NGINX_ROOT/stock
verify:
  - $2
RUNBOOK
}
work shop_upgrade true
work broken_upgrade false
cat >"$PROJECT/runbooks/look.yaml" <<'RUNBOOK'
description: Changes nothing
precheck:
  - uptime
RUNBOOK
echo 'in stock' >"$NGINX_ROOT/stock"

window
ends_with 0
shows 'work for the window is given (work=)'
window work=runbook:look
skips_without nginx
ends_with 1
shows "include $NGINX_ETC/maintenance/*.conf;"

sed -i "/server_name/a include maintenance/*.conf;" "$NGINX_ETC/conf.d/site.conf"
nginx -t -q -c "$NGINX_CONF"
nginx -c "$NGINX_CONF" -s reload
with_text work 'runbook:look runbook:shop_upgrade'
window check_text=open
fails_in change
fails_in verify
drills
succeeds
expect grep -q '503 Service' seen.headers
expect grep -qi 'retry-after: 3600' seen.headers
expect grep -q 'Closed for maintenance' seen
expect test "$(site /stock | tail -n 1)" = shop_upgrade
window_shows 'runbook:look: done' 'visitors saw the closed sign for'
samples maint_maintenance_mode_seconds

# Work that fails: it has taken itself back, and the window takes back what was done before it.
sed -i /shop_upgrade/d "$NGINX_ROOT/stock"
answers >before
with_text work 'runbook:shop_upgrade runbook:look runbook:broken_upgrade'
window
ends_with 3
window_shows 'runbook:broken_upgrade ended with exit code 3'
answers | expect diff before -

# A site that is not what it should be after the work, and a mode that somebody else has put on.
with_text work runbook:shop_upgrade
window check_text=closed
sed -i 's/retries: 5/retries: 0/' "$RUNBOOK"
ends_with 3
window_shows 'no longer says: closed' 'is taken back'
answers | expect diff before -
mkdir -p "$NGINX_ETC/maintenance"
echo '# by hand' >"$NGINX_ETC/maintenance/mode.conf"
ends_with 1
window_shows 'is another window at work'
rm -r "$NGINX_ETC/maintenance"

# A page of one's own, for every kind of request.
echo 'Gone fishing' >page.html
work shop_upgrade true
sed -i 's/curl -s/curl -s -d order=1/' "$PROJECT/runbooks/shop_upgrade.yaml"
window "page=$PLACE/page.html"
succeeds
expect grep -q 'Gone fishing' seen
expect grep -q '503 Service' seen.headers
