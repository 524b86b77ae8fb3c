. "$TESTS/case.sh"
. "$TESTS/nginx.sh"
use nginx

answers() {
  site 2>/dev/null || echo down
  (cd "$NGINX_ETC" && find . -type f -printf '%P %m %t ' -exec sha256sum {} \; | sort)
}
down() { ! kill -0 "$(cat "$NGINX_PID")"; }
stop() {
  kill "$(cat "$NGINX_PID")" 2>/dev/null || true
  wait_for down
}
cat >restart <<RESTART
#!/bin/sh
kill "\$(cat $NGINX_PID)" 2>/dev/null && sleep 0.5
exec nginx -c $NGINX_CONF -e $SERVICE/logs/error.log
RESTART
chmod +x restart
restore() {
  with service=nginx "restart_command=$PLACE/restart" start_seconds=2 settle_seconds=1 "ca_file=$NGINX_CA" \
    "check_url=https://localhost:$NGINX_TLS_PORT/" "$@"
}
with_text config_test "nginx -t -q -c $NGINX_CONF"

with settle_seconds=1
ends_with 1
shows 'service is empty' '--with service=NAME'
restore
ends_with 0
shows 'the service does not work' 'nginx works, so nothing was done'
echo 'exit 1' >systemctl
sed -i '1i #!/bin/sh' systemctl
chmod +x systemctl
with_systemctl "$PLACE/systemctl"
with service=ngnix
ends_with 1
shows 'systemd knows no unit ngnix'
with_systemctl ''

# It is only down.
stop
restore
succeeds
shows 'a restart was enough' 'nginx works again'
samples maint_service_restore_seconds
expect test "$(site)" = 'the shop is open'

# The same where systemd has it, after so many failures that it is not started again by itself.
cat >systemctl <<SYSTEMCTL
#!/bin/sh
echo "\$*" >>$PLACE/asked
case \$1 in
  cat | status) ;;
  is-active) kill -0 "\$(cat $NGINX_PID)" 2>/dev/null ;;
  reset-failed) touch $PLACE/reset ;;
  restart) [ -e $PLACE/reset ] && $PLACE/restart ;;
esac
SYSTEMCTL
chmod +x systemctl
stop
with_systemctl "$PLACE/systemctl"
with service=nginx settle_seconds=1
ends_with 0
shows 'a restart was enough'
expect grep -qx 'restart nginx' asked
ends_with 0
shows 'nginx works, so nothing was done'
with_systemctl ''

# A restart does not help, and no configuration is named: what it said is kept.
sed -i s/open/closed/ "$NGINX_ROOT/index.html"
mv "$NGINX_ROOT" "$NGINX_ROOT.away"
restore
ends_with 3
shows 'does not work after a restart, and config_dir names no configuration'
expect test -s "$(echo state/backups/*/runbook:service_restore/trouble | tr ' ' '\n' | tail -n 1)"
mv "$NGINX_ROOT.away" "$NGINX_ROOT"

# Backups: a good one, and a newer one that was bad already.
cat >"$PROJECT/runbooks/keep.yaml" <<RUNBOOK
description: Keep the configuration
backup:
  - path: $NGINX_ETC
RUNBOOK
cp -a "$NGINX_ETC" good
"$MAINT" run runbook:keep
echo 'serverr {}' >"$NGINX_ETC/conf.d/bad.conf"
"$MAINT" run runbook:keep
# A newer one, good as well, as deploy_configuration keeps it; but damaged since.
cat >"$PROJECT/runbooks/deployed.yaml" <<RUNBOOK
description: Keep the configuration in a way of its own
backup:
  - run: tar -C / -cf "\$MAINT_BACKUP_DIR/configuration.tar" ${NGINX_ETC#/}
RUNBOOK
mv "$NGINX_ETC/conf.d/bad.conf" .
echo '# sealed' >"$NGINX_ETC/conf.d/sealed.conf"
"$MAINT" run runbook:deployed
rm "$NGINX_ETC/conf.d/sealed.conf"
mv bad.conf "$NGINX_ETC/conf.d/"
sed -i 's/# sealed/# broken/' state/backups/*/runbook:deployed/configuration.tar
# And many that hold something else.
mkdir other
others=
for other in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  printf 'description: Keep something else\nbackup:\n  - path: %s/other\n' "$PLACE" >"$PROJECT/runbooks/other$other.yaml"
  others="$others runbook:other$other"
done
# shellcheck disable=SC2086 # a list of targets
"$MAINT" run $others -q
mkdir "$NGINX_ETC/conf.d/more"
echo '# also new' >"$NGINX_ETC/conf.d/more/file"
rm "$NGINX_ETC/conf.d/site.conf"
stop
restore
ends_with 1
shows 'its configuration is broken' 'name its folder by config_dir'
restore "config_dir=$NGINX_ETC"
fails_in change
fails_in verify
restore "config_dir=$NGINX_ETC" "last_good=$PLACE/good"
# nginx -t creates the file where it is missing.
touch "$NGINX_PID"
drills
restore "config_dir=$NGINX_ETC" "last_good=$NGINX_ETC"
ends_with 3
shows 'is the same as the present configuration'
ln -s "$NGINX_ETC" link
restore "config_dir=$PLACE/link"
succeeds
shows 'not good, as above: backup ' 'the configuration of backup ' 'removed: conf.d/bad.conf' 'added: conf.d/site.conf'
expect diff -r good "$NGINX_ETC"
expect test "$(site)" = 'the shop is closed'
