. "$TESTS/case.sh"
. "$TESTS/nginx.sh"
use nginx

# The site asks for a password, whose hash nginx has; the shop reads the password from a file.
sed "/server_name/a location /stock { auth_basic shop; auth_basic_user_file $NGINX_ETC/users; }" \
  "$NGINX_ETC/conf.d/site.conf" >site.conf
cp site.conf "$NGINX_ETC/conf.d/site.conf"
echo 'in stock' >"$NGINX_ROOT/stock"
umask 077
echo 'first-secret' >password
cat >tell <<TELL
#!/bin/sh -eu
echo "shop:\$(openssl passwd -apr1 -stdin)" >$NGINX_ETC/users
TELL
cat >ask <<ASK
#!/bin/sh -eu
IFS= read -r secret
printf 'user = "shop:%s"\n' "\$secret" |
  curl -fsS --max-time 10 --config - --cacert $NGINX_CA https://localhost:$NGINX_TLS_PORT/stock
ASK
chmod +x tell ask
umask 022
./tell <password
chmod 644 "$NGINX_ETC/users"
nginx -c "$NGINX_CONF" -s reload
wait_for ./ask <password
refuses() { ! echo "$1" | ./ask; }
wait_for refuses wrong

# The files to the byte; without tell_changes the hash of the old password has another salt after the way back.
files="password $NGINX_ETC/users"
answers() {
  ./ask <password
  echo wrong | ./ask 2>&1 || true
  # shellcheck disable=SC2086 # a list of files
  stat -c '%n %a %U %y' $files
  # shellcheck disable=SC2086 # a list of files
  sha256sum $files
}
rotate() {
  with "secret_file=$PLACE/password" "tell_command=$PLACE/tell" "tell_changes=$NGINX_ETC/users" \
    "check_command=$PLACE/ask" "$@"
}

# Ages only.
mkdir secrets
echo old >secrets/api-token
touch -d '400 days ago' secrets/api-token
with "folders=$PLACE/secrets"
ends_with 1
shows 'secret_file is empty' '--with secret_file=FILE' "rotate it with secret_file=$PLACE/secrets/api-token"
samples maint_secret_age_days

# What is wrong is found before anything is touched.
answers >before
refused() {
  ends_with 1
  shows "$1" 'Nothing was changed'
  answers | expect diff before -
}
rotate
parameters=$(echo "$parameters" | sed 's|check_command=[^ ]*||')
refused 'nothing would show whether the new secret is accepted'
rotate key=PASSWORD
refused 'has no line, or several, that begin with PASSWORD='
chmod 644 password
rotate
ends_with 1
shows 'may be read or written by everybody'
chmod 600 password
echo wrong >wrong
chmod 600 wrong
rotate
parameters=$(echo "$parameters" | sed 's|/password|/wrong|')
refused 'check_command refuses the secret that is in'

rotate
fails_in change
fails_in verify
drills
# Whatever gets in is not refused: so the old one would be, too.
sed -i 's/    retries: 5/    retries: 0/' "$RUNBOOK"
rotate
parameters=$(echo "$parameters" | sed 's|check_command=[^ ]*|check_command=true|')
ends_with 3
shows 'the old secret is still accepted'
sed -i 's/    retries: 0/    retries: 5/' "$RUNBOOK"
answers | expect diff before -

rotate length=30
succeeds
shows 'has a new secret of 30 characters; the old one is refused'
expect test "$(tr -d '\n' <password | wc -c)" = 30
expect test "$(stat -c %a password)" = 600
expect test "$(./ask <password)" = 'in stock'
# Nothing of it in what maint says or keeps in its log.
"$MAINT" show >said
"$MAINT" output >>said 2>&1
grep -qFf password said "$MAINT_STATE"/maint.db* && die 'maint tells the secret'

# Blank lines behind it, and no newline at all: the secret is there once.
printf '\n\n' >>password
rotate
succeeds
expect test "$(grep -c . password)-$(wc -l <password)" = 1-1
printf %s "$(cat password)" >bare
cat bare >password
rotate
succeeds
expect test "$(wc -lc <password | tr -s ' ')" = ' 0 40'
expect test "$(stat -c %a password)" = 600
# What is secret is kept for root alone.
expect test -z "$(find state/backups/*/runbook:rotate_secrets -type f ! -name SHA256SUMS -perm /077)"
# A file that the service cannot read as it should, whatever the other side has.
cp "$RUNBOOK" whole.yaml
sed -i 's/^      chown --reference="$secret_file"/      echo more >>"$secret_file.maint-new"\n&/; s/retries: 5/retries: 0/' "$RUNBOOK"
sed -i 's/^IFS=.*/secret=$(cat)/' ask
answers >before
ends_with 3
shows 'check_command refuses the new secret'
answers | expect diff before -
cp whole.yaml "$RUNBOOK"

# A line of a file, and another side without files: it is told the old one on the way back.
umask 077
printf 'USER=shop\nTOKEN="%s"\nURL=/\n' "$(cat password)" >shop.env
umask 022
rotate key=TOKEN
parameters=$(echo "$parameters" | sed 's|/password|/shop.env|; s|tell_changes=[^ ]*||')
files=shop.env
fails_in verify
succeeds
expect test "$(sed 's/="[A-Za-z0-9]\{40\}"$/=NEW/' shop.env | tr '\n' ' ')" = 'USER=shop TOKEN=NEW URL=/ '
expect test "$(sed -n 's/TOKEN="\(.*\)"/\1/p' shop.env | ./ask)" = 'in stock'
