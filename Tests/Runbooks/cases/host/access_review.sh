. "$TESTS/case.sh"

# A host in order.
host=$PLACE/host
mkdir -p "$host/etc/sudoers.d" "$host/var/log" "$host/usr/bin" "$host/home/ada/.ssh" "$host/home/bob/.ssh" "$host/var/tmp"
chmod 1777 "$host/var/tmp"
touch "$host/etc/shared"
chmod 664 "$host/etc/shared"
cat >"$host/etc/passwd" <<'PASSWD'
root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
ada:x:1000:1000:Ada:/home/ada:/bin/bash
bob:x:1001:1001:Bob:/home/bob:/bin/sh
PASSWD
cat >"$host/etc/shadow" <<'SHADOW'
root:!:20000:0:99999:7:::
daemon:*:20000:0:99999:7:::
ada:$y$j9T$x$secrethash:20000:0:99999:7:::
bob:!:20000:0:99999:7:::
SHADOW
printf 'root:x:0:\nsudo:x:27:ada\ndocker:x:999:\nada:x:1000:\nbob:x:1001:\n' >"$host/etc/group"
printf '# who may\nDefaults env_reset\n%%sudo ALL=(ALL:ALL) \\\n  ALL\n#include /etc/more\n' >"$host/etc/sudoers"
echo 'no rule: the name holds a dot' >"$host/etc/sudoers.d/old.bak"
key() { ssh-keygen -q -N '' "$@"; }
key -t ed25519 -C 'ada at home' -f adas
key -t rsa -b 1024 -C bob -f bobs
cp adas.pub "$host/home/ada/.ssh/authorized_keys"
touch "$host/usr/bin/su"
chmod 4755 "$host/usr/bin/su"
logged_in() { # USER-NUMBER DAYS-AGO
  python3 -c 'import struct, sys, time
record = struct.pack("i32s256s", int(time.time()) - int(sys.argv[3]) * 86400, b"pts/0", b"client")
file = open(sys.argv[1], "r+b")
file.seek(int(sys.argv[2]) * len(record))
file.write(record)' "$host/var/log/lastlog" "$1" "$2"
}
: >"$host/var/log/lastlog"
logged_in 1000 3

with "root_dir=$host"
succeeds
shows 'the first review' '3 accounts with a shell, 3 sudo rules, 1 SSH keys' 'sudo sudoers: %sudo ALL=(ALL:ALL) ALL' 'sudo sudoers: #include /etc/more' \
  'group sudo: ada' 'ada at home (ED25519)' 'account ada: user 1000, shell /bin/bash, password set' \
  'runs as its owner or group: /usr/bin/su (root, mode 4755)' '0 accounts that can log in have not' '0 files and folders'
if grep -qE 'secrethash|no rule|: warning' last; then die 'shows what it should not'; fi
samples maint_access_accounts maint_access_keys maint_access_sudo_rules maint_access_world_writable

# Nothing has changed.
succeeds
shows '0 changes since'

# What somebody who got in would leave, and what is wrong by itself.
echo 'toor:x:0:0::/root:/bin/sh' >>"$host/etc/passwd"
echo 'eve::1001:1001::/home/bob:/bin/sh' >>"$host/etc/passwd"
sed -i 's/^docker:.*/&bob/' "$host/etc/group"
echo 'bob ALL=(ALL) NOPASSWD: ALL' >"$host/etc/sudoers.d/bob"
cp bobs.pub "$host/home/bob/.ssh/authorized_keys"
: >"$host/home/ada/.ssh/authorized_keys"
echo '* * * * * root x' >"$host/etc/crontab"
chmod 666 "$host/etc/crontab"
mkdir "$host/home/bob/drop"
chmod 777 "$host/home/bob/drop"
cp "$host/usr/bin/su" "$host/home/bob/shell"
chmod 6755 "$host/home/bob/shell"
logged_in 1000 200
succeeds
shows 'account toor is user 0' 'account eve has no password' 'account eve has the number 1001' 'new: group docker: bob' \
  'new: sudo sudoers.d/bob: bob ALL=(ALL) NOPASSWD: ALL' 'new: key bob: SHA256:' 'gone: key ada: SHA256:' \
  'has 1024 bits: below 2048' 'new: writable by all: /etc/crontab' 'new: writable by all: /home/bob/drop' 'new: runs as its owner or group: /home/bob/shell' \
  'no login for 90 days: ada' 'bob (never)'
samples maint_access_changes maint_access_dormant

# A review that breaks off leaves the last one.
last=$MAINT_STATE/reviews/runbook:access_review/last
cp "$last" before
sed -i '/bob/d' "$host/etc/group"
awk '{ print } /name: keep this review/ { getline; print; print "    if: exit 126" }' "$RUNBOOK" >broken.yaml
cp "$RUNBOOK" whole.yaml
cp broken.yaml "$RUNBOOK"
ends_with 1
cp whole.yaml "$RUNBOOK"
expect cmp before "$last"

with "root_dir=$PLACE/nowhere"
ends_with 1
shows 'Is root_dir the root of a host?'

with search=/etc
succeeds
