. "$TESTS/case.sh"
. "$TESTS/nginx.sh"
command -v nginx >/dev/null || skip_case 'nginx is not installed'

# A primary, a standby, and a balancer that leads to the standby when the primary does not answer.
primary=$(free_port) standby=$(free_port) shared=$(free_port)
instance() {
  mkdir -p "$1" temp
  cat >"$1/nginx.conf" <<CONF
pid $PLACE/$1/pid;
error_log $PLACE/$1/error.log;
worker_processes 1;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path $PLACE/temp/body;
  proxy_temp_path $PLACE/temp/proxy;
  fastcgi_temp_path $PLACE/temp/fastcgi;
  uwsgi_temp_path $PLACE/temp/uwsgi;
  scgi_temp_path $PLACE/temp/scgi;
  upstream shop {
    server 127.0.0.1:$primary max_fails=1 fail_timeout=1s;
    server 127.0.0.1:$standby backup;
  }
  server { listen 127.0.0.1:$2; $3 }
}
CONF
  cat >"$1/start" <<START
#!/bin/sh
exec nginx -c $PLACE/$1/nginx.conf -e $PLACE/$1/error.log
START
  cat >"$1/halt" <<HALT
#!/bin/sh
kill "\$(cat $PLACE/$1/pid)"
HALT
  chmod +x "$1/start" "$1/halt"
}
answer() { echo "add_header X-Served-By $1; location / { return 200 'the shop'; }"; }
instance primary "$primary" "$(answer primary)"
instance standby "$standby" "$(answer standby)"
instance balancer "$shared" "location / { proxy_pass http://shop; proxy_connect_timeout 1s; }"
echo "for at in primary standby balancer; do $PLACE/\$at/halt; done" >stop
for at in primary standby balancer; do "$at/start"; done
up() {
  port=$1
  shift
  curl -fsS --max-time 5 "http://127.0.0.1:$port/" "$@"
}
down() { ! up "$1"; }
wait_for up "$primary"
wait_for up "$standby"
wait_for up "$shared"

by_primary() { up "$shared" -i | grep -q 'X-Served-By: primary'; }
# The balancer takes a second to see that the primary is back.
answers() {
  up "$primary"
  wait_for by_primary
}
check() {
  with "primary=http://127.0.0.1:$primary/" "standby=http://127.0.0.1:$standby/" "shared=http://127.0.0.1:$shared/" "$@"
}

with text=shop
ends_with 1
shows 'primary is empty' '--with primary=URL'
with primary=true
ends_with 1
shows 'standby is empty'

check text=shop
succeeds
shows 'primary answers (primary)' 'standby answers (standby)' 'shared answers (primary)' 'the standby is ready'
samples maint_failover_answers maint_failover_ready
with_text text 'the shop'
with_text lag_command 'echo 31.7'
ends_with 0
shows 'the standby is 32 s behind: above 30'
with_text lag_command 'echo 600'
ends_with 1
shows 'the standby is 600 s behind: above 300'
check lag_fail_seconds=900
ends_with 0
with_text lag_command 'echo 0; exit 3'
ends_with 1
shows 'lag_command failed with exit code 3'
with_text lag_command 'echo none'
ends_with 1
shows 'does not print how many seconds'

# A page that is not what it should be, and one that is announced and then not there.
with_text text 'the market'
check
ends_with 1
shows 'the answer lacks the text: the market'
with_text '' ''
hints=$(free_port)
cat >hints.py <<HINTS
import socket
server = socket.create_server(("127.0.0.1", $hints))
while True:
  client = server.accept()[0]
  client.recv(9999)
  client.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 503 Away\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
  client.close()
HINTS
python3 hints.py >/dev/null 2>&1 &
hinter=$!
hinted() { curl -s -o /dev/null --max-time 5 "http://127.0.0.1:$hints/"; }
wait_for hinted
check
parameters=$(echo "$parameters" | sed "s|standby=[^ ]*|standby=http://127.0.0.1:$hints/|")
ends_with 1
kill "$hinter"
shows 'it answers with status 503' 'no failover is possible'

# The exercise, and one in which nobody takes over.
with_text stop_command "$PLACE/primary/halt"
exercise() { check exercise=yes "start_command=$PLACE/primary/start" switch_seconds=3; }
exercise
fails_in change
fails_in verify
drills
wait_for by_primary
succeeds
shows 'the standby answered clients'
samples maint_failover_seconds
answers
exercise
parameters=$(echo "$parameters" | sed "s|shared=[^ ]*|shared=http://127.0.0.1:$primary/|")
ends_with 3
shows 'does not answer at the shared address within 3 s'
answers
# Another one that answers is not the standby; one without a name may be anybody.
other=$(free_port)
instance other "$other" "$(answer other)"
other/start
echo "$PLACE/other/halt" >>stop
wait_for up "$other"
exercise
parameters=$(echo "$parameters" | sed "s|shared=[^ ]*|shared=http://127.0.0.1:$other/|")
ends_with 3
shows 'other answers, and not standby'
answers
exercise
parameters="$parameters identity_header=X-Nobody"
ends_with 0
shows 'somebody answered clients' 'whether it was the standby is not known'
"$MAINT" show | grep maint_failover_seconds && die 'it measures what it does not know'
answers
# maint is killed, with the primary stopped.
exercise
parameters=$(echo "$parameters" | sed "s|shared=[^ ]*|shared=http://127.0.0.1:$primary/|; s|switch_seconds=3|switch_seconds=60|")
maint_with run >run.out 2>&1 &
wait_for down "$primary"
number=$(sed -n 's/.* Run \([0-9]*\): .*/\1/p' run.out | head -n 1)
kill -KILL "$("$MAINT" show "$number" --json | sed -n 's/^  "pid": \([0-9]*\),/\1/p')"
"$MAINT" recover "$number"
answers
with_text stop_command true
exercise
ends_with 3
shows 'goes on answering'
with_text '' ''

# The same for a unit.
cat >systemctl <<SYSTEMCTL
#!/bin/sh
case \$1 in
  is-active) ;;
  stop) $PLACE/primary/halt ;;
  start) $PLACE/primary/start ;;
esac
SYSTEMCTL
chmod +x systemctl
with_systemctl "$PLACE/systemctl"
check exercise=yes service=shop switch_seconds=9
wait_for by_primary
ends_with 0
shows 'the standby answered clients'
answers
with_systemctl ''

# Each of them down.
standby/halt
wait_for down "$standby"
check
ends_with 1
shows 'no failover is possible: the standby does not answer'
standby/start
wait_for up "$standby"
primary/halt
wait_for down "$primary"
check
ends_with 0
shows 'the failover has happened' 'the primary is down; nothing is left'
parameters=$(echo "$parameters" | sed "s|shared=[^ ]*|shared=http://127.0.0.1:$primary/|")
ends_with 1
shows 'the primary is down and the standby has not taken over'
balancer/halt
primary/start
wait_for up "$primary"
check
ends_with 1
shows 'both answer, and the shared address does not'
primary/halt
standby/halt
wait_for down "$standby"
ends_with 1
shows 'neither primary nor standby answers'
