. "$TESTS/case.sh"
use nginx

presented() {
  openssl s_client -connect "localhost:$NGINX_TLS_PORT" -servername localhost </dev/null 2>/dev/null |
    openssl x509 -noout -fingerprint -sha256
}
# A reload is over when the workers before it have ended.
settled() { [ "$(pgrep -cP "$(cat "$NGINX_PID")")" -eq 1 ]; }
answers() {
  wait_for settled
  presented
  site
  (cd "$NGINX_ETC" && stat -c '%n %a %U %y' site.* && sha256sum site.*)
}
renew() {
  with "certificate=$NGINX_ETC/site.pem" "new_certificate=$PLACE/new.pem" "server=localhost:$NGINX_TLS_PORT" \
    "ca_file=$NGINX_CA" "config_dir=$NGINX_ETC" reload_with=nginx "$@"
}
refused() {
  ends_with 1
  shows "$1" 'Nothing was changed'
  answers | expect diff before -
}

# What nginx uses, and nothing else.
with "config_dir=$NGINX_ETC" warn_days=90
answers >before
ends_with 1
shows 'certificate is empty' '--with certificate=FILE' "$NGINX_ETC/site.pem" 'days left'
shows "renew it with certificate=$NGINX_ETC/site.pem"
samples maint_certificate_days_left
answers | expect diff before -

skips_without nginx

# One that another tool looks after.
mv "$NGINX_ETC/site.key" site.key
ln -s "$PLACE/site.key" "$NGINX_ETC/site.key"
renew
ends_with 1
shows "$NGINX_ETC/site.key is a link"
mv site.key "$NGINX_ETC/site.key"

# Each that must not reach the site.
certificate "$PLACE/new" 90
renew
refused 'does not fit to the key'
renew "new_key=$PLACE/new.key"
parameters=$(echo "$parameters" | sed 's| ca_file=[^ ]*||')
refused 'is not trusted'
certificate "$PLACE/new" 10
renew "new_key=$PLACE/new.key"
refused 'expires before'
cp "$NGINX_ETC/site.pem" new.pem
renew
refused 'there is nothing new'
certificate "$PLACE/new" 90 shop.example.org
renew "new_key=$PLACE/new.key"
refused 'lacks names that the site has: DNS:localhost'
echo 'no certificate' >new.pem
refused 'is no certificate'

certificate "$PLACE/new" 90
renew "new_key=$PLACE/new.key"
fails_in change
fails_in verify
drills

# Where nginx is not, or another site.
parameters=$(echo "$parameters" | sed "s|server=[^ ]*|server=localhost:$NGINX_PORT|")
refused 'is not what nginx presents'

# As the tool of an authority would bring it.
mv new.pem obtained.pem
mv new.key obtained.key
cat >obtain <<OBTAIN
#!/bin/sh
cp $PLACE/obtained.pem $PLACE/new.pem
cp $PLACE/obtained.key $PLACE/new.key
OBTAIN
renew "new_key=$PLACE/new.key" obtain_command=false
ends_with 1
shows 'obtain_command failed'
chmod +x obtain
renew "new_key=$PLACE/new.key" "obtain_command=$PLACE/obtain"
# Modes and owners that no new file has by itself.
chown nobody:daemon "$NGINX_ETC/site.key"
chmod 640 "$NGINX_ETC/site.key"
chmod 604 "$NGINX_ETC/site.pem"
succeeds
shows 'is renewed'
expect test "$(presented)" = "$(openssl x509 -in obtained.pem -noout -fingerprint -sha256)"
expect test "$(stat -c '%a %U %G' "$NGINX_ETC/site.key" | tr '\n' ' ')" = '640 nobody daemon '
expect test "$(stat -c %a "$NGINX_ETC/site.pem")" = 604
chown root:root "$NGINX_ETC/site.key"
chmod 600 "$NGINX_ETC/site.key"
expect test "$(site)" = 'the shop is open'
