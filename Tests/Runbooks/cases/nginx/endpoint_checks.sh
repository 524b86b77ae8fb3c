. "$TESTS/case.sh"
. "$TESTS/nginx.sh"
use nginx

secure=https://localhost:$NGINX_TLS_PORT plain=http://127.0.0.1:$NGINX_PORT
check() {
  with_text endpoints "$(printf %b "$1")"
  shift
  with "ca_file=$NGINX_CA" attempts=1 "$@"
}

check ""
succeeds
shows 'the parameter endpoints names what to check'

# Good: a text, a status that is meant, and one that warns only.
check "$secure/ text=shop is open\n$plain/missing status=301,404 $secure/?a=b"
succeeds
shows "$secure/: 200 in" "certificate for " "$plain/missing: 404"
samples maint_endpoint_good maint_endpoint_seconds maint_endpoint_certificate_days_left
check "$secure/" cert_warn_days=365
succeeds
shows "the certificate of $secure/ expires in "

# Each kind of fault, and all of them are told.
check "$secure/ text=closed\n$plain/missing http://127.0.0.1:1/ $secure/ ca_file=/etc/ssl/certs\n$secure/"
ends_with 1
shows "$secure/ answers without the text: closed" "$plain/missing answers with status 404 and not 200" \
  'http://127.0.0.1:1/ gives no answer: (7)' "$secure/ gives no answer: (77)" '4 of 5 endpoints failed'
check "$secure/ ca_file=/etc/ssl/certs/ca-certificates.crt"
ends_with 1
shows 'gives no answer: (60)' certificate
check "$secure/" cert_fail_days=90
ends_with 1
shows 'has a certificate that expires in '

# A page without end, and a .curlrc of root.
truncate -s 11M "$NGINX_ROOT/large"
check "$secure/large"
ends_with 1
shows 'answers with more than 10 MB'
rm "$NGINX_ROOT/large"
mkdir home
echo 'proxy = "http://127.0.0.1:1"' >home/.curlrc
unshare -m sh -euc 'mount --bind home "$0"; exec "$@"' "$(getent passwd 0 | cut -d : -f 6)" \
  "$MAINT" run "runbook:$NAME" --with "endpoints=$plain/" --with attempts=1

# Slow: a server that takes a third of a second, which is worth a warning or a failure.
port=$(free_port)
cat >slow.py <<SLOW
import http.server, time
class Slow(http.server.BaseHTTPRequestHandler):
  def do_GET(self):
    time.sleep(0.3)
    self.send_response(200)
    self.end_headers()
http.server.HTTPServer(("127.0.0.1", $port), Slow).serve_forever()
SLOW
python3 slow.py >/dev/null 2>&1 &
slow=$!
wait_for curl -fsS --max-time 5 "http://127.0.0.1:$port/"
check "http://127.0.0.1:$port/ warn_ms=100"
succeeds
shows "http://127.0.0.1:$port/ took " 'above 100'
check "http://127.0.0.1:$port/ fail_ms=100"
ends_with 1
shows 'gives no whole answer within 100 ms'
kill "$slow"

# A list that is not one.
check "https://me:secret@localhost/"
ends_with 1
shows 'endpoints, line 1: a URL holds a password'
check "$secure/ statsu=200"
ends_with 1
shows 'is no URL, and none of status='
