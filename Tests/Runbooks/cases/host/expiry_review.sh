. "$TESTS/case.sh"
use nginx

day() { date -u -d "$1 days" +%Y-%m-%d; }
mkdir "$NGINX_ROOT/domain" certificates
certificate "$PLACE/certificates/one site" 60
certificate "$PLACE/certificates/other" 20
printf '{"events": [{"eventAction": "registration", "eventDate": "2001-01-01T00:00:00Z"},
  {"eventAction": "expiration", "eventDate": "%sT00:00:00Z"}]}\n' "$(day 200)" >"$NGINX_ROOT/domain/example.test"
cat >inventory <<INVENTORY
# what ends
certificate | localhost:$NGINX_TLS_PORT
certificate | $PLACE/certificates/*.pem | | 10
domain      | example.test
licence     | backup "server", 20 clients | $(day 45) | | buyer@example.test
contract    | data centre | $(day 100) | 120 | three months' notice
INVENTORY
with "inventory=$PLACE/inventory" "rdap_url=http://127.0.0.1:$NGINX_PORT/domain"
succeeds
shows '1 of 6 end within' '! contract data centre ends in 100 days' "three months' notice" \
  'one site.pem ends in ' 'domain example.test ends in 200 days'
if grep -q '! .*other.pem' last; then die 'a line with days of its own is told by those of all'; fi
samples maint_expiry_days_left maint_expiry_soon

with "inventory=$PLACE/inventory" "rdap_url=http://127.0.0.1:$NGINX_PORT/domain" fail_days=25
ends_with 1
shows 'other.pem ends in ' 'Renew it now'

# Each line that cannot be read is told, and hides none of the others.
cat >inventory <<INVENTORY
domain | nowhere.test
licence | editor | soon
certificate | /nowhere/*.pem
support | printer
two words | printer | $(day 90)
subscription | monitoring | $(day -1)
INVENTORY
ends_with 1
shows "$PLACE/inventory:1: domain nowhere.test" ":2: licence editor until 'soon'" ':3: certificate /nowhere/*.pem' \
  ':4: support printer' ":5: 'two words'" 'subscription monitoring has ended on'

shows 'does not tell its end'
if grep -q 'curl: (' last; then die 'prints what curl says'; fi
with "inventory=$PLACE/inventory" "rdap_url=http://127.0.0.1:$(free_port)/domain"
ends_with 1
shows 'is not reached from here'
if grep -e 'curl: (' -e 'does not tell its end' last; then die 'a network that failed is told as the registry'; fi

# A rehearsal reads certificates as well.
echo "certificate | $PLACE/certificates/one site.pem" >inventory
with "inventory=$PLACE/inventory"
maint_with rehearse >"$PLACE/run.out" 2>&1 || { cat "$PLACE/run.out"; die 'the rehearsal failed'; }

with "inventory=$PLACE/gone"
ends_with 1
shows 'is not a file that'

# Nothing has been written yet.
with
succeeds
shows skipped 'the inventory lists something that expires'
