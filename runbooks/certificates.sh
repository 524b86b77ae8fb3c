# shellcheck shell=sh disable=SC2154 # parameters of the runbook are variables
# When certificates end, for the runbooks that warn of it. A step reads it with
#
#   . "$MAINT_PROJECT/runbooks/certificates.sh"
#
# and calls certificate_end; its runbook has the parameter network_timeout_seconds.

# certificate_end PATH or [SCHEME://]HOST[:PORT]: when it ends, in seconds since 1970; of a file with several, when the
# first of them does, as a chain is worth nothing from then on. Prints nothing where there is none.
certificate_end() {
  case $1 in /*) in_file "$1" ;; *) at_server "$1" ;; esac 2> /dev/null |
    sed -n 's/^notAfter=//p' | date -u -f - +%s | sort -n | head -n 1
}

# Prints notAfter of every certificate in a PEM file, or of the one in a DER file.
in_file() {
  if grep -q -e '-----BEGIN .*CERTIFICATE-----' "$1"; then
    awk -v read_one="openssl x509 -noout -enddate" '
      /-----BEGIN .*CERTIFICATE-----/ { inside = 1 }
      inside { print | read_one }
      /-----END .*CERTIFICATE-----/ { inside = 0; close(read_one) }' "$1"
  else
    openssl x509 -inform DER -in "$1" -noout -enddate
  fi
}

# By TLS from the start, or with a scheme other than https, such as smtp, after STARTTLS.
at_server() {
  server=${1#*://}
  case $1 in https://*) set -- ;; *://*) set -- -starttls "${1%%://*}" ;; *) set -- ;; esac
  case $server in *:[0-9]*) ;; *) server=$server:443 ;; esac
  timeout -k 1 "$network_timeout_seconds" openssl s_client -connect "$server" -servername "${server%:*}" "$@" \
    < /dev/null | openssl x509 -noout -enddate
}
