. "$TESTS/case.sh"
. "$TESTS/nginx.sh"
use nginx

answers() {
  site
  (cd "$NGINX_ETC" && find . -printf '%P %y %m %l ' \( -type f -exec sha256sum {} \; -o -print \) | sort)
}

# Two versions of the site: the second has a page more, and no longer the file that the first brought along.
version() { mkdir -p "$PLACE/versions/$1/staging/conf.d"; }
version 1
echo "map_hash_max_size 2048;" >versions/1/staging/conf.d/sizes.conf
cp "$NGINX_ETC/conf.d/site.conf" versions/1/staging/conf.d/
version 2
sed '/server_name/a location = /version { return 200 "two\\n"; }' "$NGINX_ETC/conf.d/site.conf" \
  >versions/2/staging/conf.d/site.conf
mkdir versions/2/staging/sites
echo '# included by nothing' >versions/2/staging/sites/shop
ln -s ../sites/shop versions/2/staging/conf.d/shop
# One that nginx -t refuses, and one that it takes but cannot run: the port belongs to another process.
version broken
echo 'serverr {}' >versions/broken/staging/conf.d/site.conf
version taken

deploy() {
  number=$1
  shift
  with "version=$number" environment=staging "source=$PLACE/versions" "config_dir=$NGINX_ETC" "pid_file=$NGINX_PID" \
    reload_with=nginx reload_seconds=2 "ca_file=$NGINX_CA" "test_urls=https://localhost:$NGINX_TLS_PORT/" "$@"
}

deploy 1 test_text=open
succeeds
expect test -e "$NGINX_ETC/conf.d/sizes.conf"

skips_without nginx
# Not running: the file of its number is missing, or nginx -t has made an empty one.
for pid in "$PLACE/missing" "$PLACE/empty"; do
  : >empty
  deploy 1
  parameters=$(echo "$parameters" | sed "s|pid_file=[^ ]*|pid_file=$pid|")
  ends_with 1
  shows 'nginx does not run, by'
  grep -E 'Illegal number|No such file' last run.out && die 'it says more than what is wrong'
done
# What others may write in a version is nobody's to write once it is deployed.
chmod -R go+w versions/2
deploy 2
fails_in change
fails_in verify
drills

answers >before
deploy broken
ends_with 1
shows 'nginx -t refuses version broken' 'nothing was touched'
answers | expect diff before -

port=$(free_port)
python3 -m http.server --bind 127.0.0.1 "$port" >/dev/null 2>&1 &
listener=$!
wait_for curl -fsS --max-time 5 "http://127.0.0.1:$port/"
sed "s/server_name/listen 127.0.0.1:$port; &/" "$NGINX_ETC/conf.d/site.conf" >versions/taken/staging/conf.d/site.conf
deploy taken
ends_with 3
kill "$listener"
shows 'still runs by the old configuration'
answers | expect diff before -

# No site at all, and a page that the tests of the deployment do not find.
version none
echo '# nothing' >versions/none/staging/conf.d/nothing.conf
deploy none
ends_with 3
shows 'gives no answer'
deploy 2 test_text=closed
ends_with 3
shows 'does not say: closed'
answers | expect diff before -

# As where systemd has it.
cat >systemctl <<SYSTEMCTL
#!/bin/sh
[ "\$*" = 'reload nginx' ] && nginx -c $NGINX_CONF -s reload
SYSTEMCTL
chmod +x systemctl
with_systemctl "$PLACE/systemctl"
deploy 2
parameters=$(echo "$parameters" | sed 's/reload_with=nginx//')
succeeds
with_systemctl ''
expect test "$(site /version)" = two
expect test -z "$(cd "$NGINX_ETC" && find sites conf.d/site.conf .maint-deployed -perm /022)"
expect test ! -e "$NGINX_ETC/conf.d/sizes.conf"
samples maint_deployment_files_differing

# By hand since.
echo '# mine' >>"$NGINX_ETC/sites/shop"
deploy 1
ends_with 1
shows 'changed by hand' sites/shop
deploy 1 overwrite_changes=yes
succeeds
expect test ! -e "$NGINX_ETC/sites/shop"

# Production wants staging first; here a rehearsal of it. This host is staging, which is said.
git init -q repository
mkdir -p repository/conf.d
cp versions/1/staging/conf.d/sizes.conf repository/conf.d/
git -C repository add .
git -C repository -c user.name=t -c user.email=t@example.org commit -qm one
git -C repository tag 1.0
with version=1.0 environment=production "source=$PLACE/repository" "config_dir=$NGINX_ETC" "pid_file=$NGINX_PID" \
  reload_with=nginx
ends_with 75
parameters=$(echo "$parameters" | sed 's/=production/=staging/')
maint_with rehearse
parameters=$(echo "$parameters" | sed 's/=staging/=production/')
ends_with 1
shows 'holds the configuration of staging'
shows "remove $NGINX_ETC/.maint-deployed first"
rm "$NGINX_ETC/.maint-deployed"
succeeds
expect grep -q 'environment production' "$NGINX_ETC/.maint-deployed"
