. "$TESTS/case.sh"
use nginx

# An audit in a network of its own, where only what the case starts listens; its processes end with it.
REAL=$MAINT
cat >alone <<ALONE
#!/bin/sh
exec unshare -n sh -c '
  ip link set lo up
  set --
  for port in \$PORTS; do
    python3 -m http.server --bind 0.0.0.0 "\$port" >/dev/null 2>&1 &
    set -- "\$@" "\$!"
  done
  for port in \$PORTS; do
    tries=0
    until [ -n "\$(ss -Hltn "sport = :\$port")" ] || [ "\$tries" -gt 100 ]; do tries=\$((tries + 1)); sleep 0.1; done
  done
  code=0
  $REAL \$COMMAND || code=\$?
  if [ \$# -gt 0 ]; then kill "\$@"; fi
  exit "\$code"'
ALONE
chmod 755 alone

# Vulnerabilities as debsecan gets them: of the package that is surely installed, by its source and this release.
mkdir tracker
python3 - "tracker/$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)" <<'DATA'
import sys, zlib
data = "VERSION 1\nCVE-2099-0001,,a made-up hole\n\ngrep,0,SHRF,99,\n\n\n"
open(sys.argv[1], "wb").write(zlib.compress(data.encode()))
DATA

# A good server, and the ports of a host where one listens that should not.
with lynis=no "debsecan_source=file://$PLACE/tracker" "tls_servers=localhost:$NGINX_TLS_PORT" "tls_ca=$NGINX_CA"
succeeds
shows 'TLS of 1 servers tried: 0 findings' 'the first audit' '1 packages have known vulnerabilities' \
  'package grep: CVE-2099-0001' 'exploitable from outside or urgent, and mended by an update: grep'
samples maint_audit_findings maint_audit_tls_servers maint_audit_vulnerable_packages

# The authority is not the system's; and a server that takes whatever it can get.
with lynis=no "debsecan_source=file://$PLACE/nowhere" "tls_servers=localhost:$NGINX_TLS_PORT"
succeeds
shows 'does not prove the name localhost' 'debsecan cannot get its data' 'new: tls localhost'
if grep -q 'gone: package' last; then die 'what could not be asked is not gone'; fi
openssl req -x509 -newkey rsa:1024 -nodes -days 9 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -keyout weak.key -out weak.pem 2>/dev/null
weak=$(free_port)
OPENSSL_CONF=/dev/null openssl s_server -accept "127.0.0.1:$weak" -key weak.key -cert weak.pem -www -quiet \
  -cipher 'ALL:@SECLEVEL=0' >server.log 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
wait_for sh -c "ss -Hltn 'sport = :$weak' | grep -q ."
with lynis=no "debsecan_source=file://$PLACE/nowhere" "tls_servers=localhost:$weak" "tls_ca=$PLACE/weak.pem"
succeeds
shows 'its RSA key has 1024 bits' 'accepts TLS 1.0' 'accepts TLS 1.1' 'accepts ciphers that protect nothing' \
  "gone: tls localhost:$NGINX_TLS_PORT"
kill "$server"
wait "$server" || true
trap - EXIT
succeeds
shows "tls localhost:$weak: no handshake"

with lynis=no "debsecan_source=file://$PLACE/nowhere" "tls_servers=localhost:$weak" "tls_ca=$PLACE/nowhere.pem"
ends_with 1
shows 'is no file with certificates'

# Open ports, against the list and against the last audit.
MAINT=$PLACE/alone
audit() {
  PORTS=$1
  COMMAND="run runbook:$NAME --with lynis=no --with debsecan_source=file://$PLACE/nowhere --with ports=tcp/8080"
  export PORTS COMMAND
  "$MAINT" >"$PLACE/run.out" 2>&1 || die "the audit failed: $(cat run.out)"
  { "$REAL" show; "$REAL" output; } >"$PLACE/last" 2>&1
}
audit 8080
shows 'open beyond loopback: tcp/8080'
if grep -q 'not in ports' last; then die 'a port of the list is not right'; fi
audit '8080 8081'
shows 'tcp port 8081 is open on 0.0.0.0' 'new: port tcp/8081 on 0.0.0.0'
audit 8081
shows 'gone: port tcp/8080 on 0.0.0.0' 'in ports, but nothing listens: tcp/8080'

# And lynis, of which one test is enough here.
MAINT=$REAL
if command -v lynis >/dev/null; then
  with lynis_tests=ACCT-9622 "debsecan_source=file://$PLACE/nowhere"
  succeeds
  shows 'lynis: hardening index'
  samples maint_audit_lynis_hardening_index
fi
