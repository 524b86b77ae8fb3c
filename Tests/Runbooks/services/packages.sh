# A host's packages in a folder: an apt and dpkg of the case's own, whose root is $HOST, with two sources that the words
# below fill, one like Debian and one like Debian-Security. The machine's own packages are never touched: all goes through
# $APT, a file for APT_CONFIG, by which dpkg is called with --root; scripts of packages heed $DPKG_ROOT.
#
#   fresh_host                       $HOST with shop-tool, shop-data (installed as another needs it) and shop-server, all 1.0
#   package SUITE NAME VERSION [..]  makes a package and puts it into stable, stable-security or another folder of
#                                    $REPOSITORY; `publish` makes their lists. Further lines are of its control file. The daemon of a shop-server 2.* ends as it starts; of 3.*, its postinst fails
#   ask                              what shop-server says: its version
#   keeps_nothing                    of all runs so far, none has left a backup
#   versions                         what is installed, a package a line
#   own_command NAME                 a command of the case's own, whose text is standard input: maint finds it first
#   with_systemd                     systemd runs on $HOST: its units are files of $UNITS, which say how each is enabled
#                                    and what it does; shop-server runs while its daemon does. systemctl is the case's own
#   units                            what each unit does, a unit a line
#   takes_units_back                 with a change pending, runs it so that it stops one unit and makes others fail; expects
#                                    that this is seen, and that the units and `answers` are as before
HOST=$PLACE/host APT=$PLACE/apt.conf REPOSITORY=$PLACE/repository UNITS=$PLACE/host/run/units

start_packages() {
  command -v apt-ftparchive >/dev/null || skip_case 'apt-utils is not installed'
  cat >"$SERVICE/stop" <<STOP
for file in "$GROUP_PLACE"/*/host/run/shop-server.pid; do
  if [ -e "\$file" ] && grep -q "$GROUP_PLACE" "/proc/\$(cat "\$file")/cmdline"; then kill "\$(cat "\$file")"; fi
done
STOP
}

fresh_host() {
  if [ -e "$HOST/run/shop-server.pid" ]; then kill "$(cat "$HOST/run/shop-server.pid")" || true; fi
  rm -rf "$HOST" "$REPOSITORY"
  mkdir -p "$REPOSITORY/stable/pool" "$REPOSITORY/stable-security/pool" "$HOST/run" "$HOST/usr/sbin" "$HOST/etc/apt/apt.conf.d" "$HOST/etc/apt/preferences.d" "$HOST/etc/apt/sources.list.d" \
    "$HOST/var/lib/dpkg/info" "$HOST/var/lib/dpkg/updates" "$HOST/var/lib/apt/lists/partial" \
    "$HOST/var/cache/apt/archives/partial" "$HOST/var/log/apt"
  echo 'written by hand' >"$HOST/etc/motd"
  : >"$HOST/var/lib/dpkg/status"
  cat >"$PLACE/dpkg" <<WRAPPER
#!/bin/sh
case "\$*" in *--configure*) if [ -e "$HOST/run/upgraded" ]; then sh -eu "$HOST/run/upgraded"; fi ;; esac
exec /usr/bin/dpkg --root="$HOST" --force-script-chrootless --force-not-root --log="$HOST/var/log/dpkg.log" "\$@"
WRAPPER
  chmod 755 "$PLACE/dpkg"
  cat >"$APT" <<CONF
Dir "$HOST";
Dir::Bin::dpkg "$PLACE/dpkg";
Dir::State::status "$HOST/var/lib/dpkg/status";
CONF
  for suite in stable stable-security; do
    echo "deb [trusted=yes] copy:$REPOSITORY/$suite ./" >>"$HOST/etc/apt/sources.list"
  done
  package stable shop-tool 1.0
  package stable shop-data 1.0
  package stable shop-server 1.0 'Depends: shop-data'
  publish
  on_host apt-get -q update
  on_host apt-get -q -y install shop-tool shop-server
  expect test "$(ask)" = 1.0
}

on_host() {
  APT_CONFIG=$APT DEBIAN_FRONTEND=noninteractive "$@" >>"$PLACE/host.log" 2>&1 || {
    tail -n 30 "$PLACE/host.log"
    die "failed: $*"
  }
}

versions() { dpkg-query --admindir="$HOST/var/lib/dpkg" -W -f '${Package} ${Version} ${db:Status-Abbrev}\n'; }

ask() { "$PLACE/check"; }

# Where nothing is changed, a backup would only push out the way back of a real change.
keeps_nothing() {
  "$MAINT" backup list >"$PLACE/backups"
  if grep -q '^[0-9]' "$PLACE/backups"; then
    cat "$PLACE/backups"
    die 'it has left a backup, and has changed nothing'
  fi
}

own_command() {
  mkdir -p "$PLACE/commands"
  cat >"$PLACE/commands/$1"
  chmod 755 "$PLACE/commands/$1"
  if [ "$MAINT" = "$PLACE/maint" ]; then return; fi
  # The first folder of the PATH that maint gives to steps, in a mount namespace: the host's is not touched.
  cat >"$PLACE/maint" <<WRAPPER
#!/bin/sh
exec unshare -m sh -euc 'mount --bind "$PLACE/commands" /usr/local/sbin; exec "\$@"' sh "$MAINT" "\$@"
WRAPPER
  chmod 755 "$PLACE/maint"
  MAINT=$PLACE/maint
}

with_systemd() {
  mkdir -p "$HOST/run/systemd/system" "$UNITS"
  unit enabled shop-server.service running
  unit enabled shop-worker.service running
  unit generated shop-legacy.service running
  # As what a timer or the bus starts for a while: nobody misses it.
  unit static passing.service running
  unit enabled idle.service inactive
  unit static nightly.service inactive
  unit static hourly.service inactive
  unit enabled old-trouble.service failed
  unit enabled shop.socket listening
  # No service, though it runs.
  unit generated data.automount running
  own_command systemctl <<SYSTEMCTL
#!/bin/sh
# What the runbooks ask of it, and nothing else.
cd "$UNITS" || exit
odd() { echo "systemctl of the test does not know: \$*" >&2; exit 64; }
does() {
  if [ ! -e "\$1" ]; then echo unknown; return; fi
  read -r _ state <"\$1"
  if [ "\$1 \$state" = 'shop-server.service running' ]; then
    kill -0 "\$(cat "$HOST/run/shop-server.pid" 2>/dev/null)" 2>/dev/null || state=failed
  fi
  echo "\$state"
}
now() { read -r enabled _ <"\$1" && echo "\$enabled \$2" >"\$1"; }
list() {
  if ! \$plain; then dot='* '; fi
  if \$legend; then echo "\${dot:+  }UNIT LOAD ACTIVE SUB DESCRIPTION"; fi
  for unit in *; do
    case ,\${types:-\${unit##*.}}, in *,\${unit##*.},*) ;; *) continue ;; esac
    state=\$(does "\$unit")
    case ,\${states:-\$state}, in *,\$state,*) ;; *) continue ;; esac
    echo "\${dot:-}\$unit loaded active \$state of the test"
  done
  if \$legend; then printf '\nUnits listed.\n'; fi
}
verb='' types='' states='' plain=false legend=true quiet=false names=''
for word; do
  case \$word in
    --type=*) types=\${word#*=} ;;
    --state=*) states=\${word#*=} ;;
    --plain) plain=true ;;
    --no-legend) legend=false ;;
    --quiet) quiet=true ;;
    --no-pager | --lines=*) ;;
    -* | *' '*) odd "\$@" ;;
    *) if [ -z "\$verb" ]; then verb=\$word; else names="\$names \$word"; fi ;;
  esac
done
case \$verb in
  list-units) list; exit ;;
  is-enabled | is-active | reset-failed | start | status) [ -n "\$names" ] || odd "\$@" ;;
  *) odd "\$@" ;;
esac
for unit in \$names; do
  state=\$(does "\$unit")
  case \$verb,\$state in
    status,*) echo "\$unit: \$state"; code=3 ;;
    *,unknown) echo "Unit \$unit not loaded." >&2; exit 5 ;;
    is-enabled,*) read -r enabled _ <"\$unit"; echo "\$enabled"; [ "\$enabled" = enabled ] || code=1 ;;
    is-active,running | is-active,listening) \$quiet || echo active ;;
    is-active,*) \$quiet || echo "\$state"; code=3 ;;
    reset-failed,failed) now "\$unit" inactive ;;
    reset-failed,*) ;;
    start,failed) echo "Start request repeated too quickly for \$unit." >&2; code=1 ;;
    start,*)
      echo "\$unit" >>"$PLACE/started"
      # shop-legacy needs shop-worker, and does not say so.
      if [ "\$unit" = shop-legacy.service ] && [ "\$(does shop-worker.service)" != running ]; then
        now "\$unit" failed
        code=1
      elif [ "\${unit##*.}" = socket ]; then
        now "\$unit" listening
      else
        now "\$unit" running
      fi
      ;;
  esac
done
exit "\${code:-0}"
SYSTEMCTL
}

# unit HOW NAME STATE
unit() { echo "$1 $3" >"$UNITS/$2"; }

units() {
  for name in "$UNITS"/*; do echo "${name##*/} $(cat "$name")"; done
}

takes_units_back() {
  { answers; units; } >"$PLACE/before"
  rm -f "$PLACE/started"
  sed -i 's/delay: 5s/delay: 0s/' "$RUNBOOK"
  # One that failed so often that systemd starts it no more, two that are stopped, two that only a timer starts,
  # and two that come and go.
  cat >"$HOST/run/upgraded" <<UPGRADED
cd "$UNITS"
echo 'generated failed' >shop-legacy.service
echo 'enabled inactive' >shop-worker.service
echo 'static failed' >nightly.service
echo 'static failed' >hourly.service
echo 'enabled inactive' >shop.socket
echo 'static inactive' >passing.service
echo 'generated inactive' >data.automount
rm "$HOST/run/upgraded"
UPGRADED
  ends_with 3
  expect test ! -e "$HOST/run/upgraded"
  shows 'these ran before and do not now, or have failed since: hourly.service nightly.service shop-legacy.service shop-worker.service shop.socket' \
    'nightly.service: failed' 'shop-worker.service: inactive' \
    'systemd is told to forget that: hourly.service nightly.service shop-legacy.service'
  if grep -E '(old-trouble|idle|passing|shop-server).service: |automount: ' "$PLACE/last"; then die 'it takes other units for ones that are down'; fi
  # That what comes and goes has gone, nobody minds.
  { answers; units; } | sed '/^passing.service\|^data.automount/s/inactive/running/' >"$PLACE/after"
  diff -u "$PLACE/before" "$PLACE/after" || die 'units are not as before'
  expect test "$(sort -u "$PLACE/started" | tr '\n' ' ')" = 'shop-legacy.service shop-worker.service shop.socket '
  unit static passing.service running
  unit generated data.automount running
}

package() {
  suite=$1 name=$2 version=$3
  shift 3
  tree=$PLACE/tree
  rm -rf "$tree"
  mkdir -p "$tree/DEBIAN" "$tree/etc" "$tree/usr/share/$name" "$tree/usr/sbin"
  echo "$name $version" >"$tree/usr/share/$name/version"
  echo "setting of $version" >"$tree/etc/$name.conf"
  echo "/etc/$name.conf" >"$tree/DEBIAN/conffiles"
  {
    printf '%s\n' "Package: $name" "Version: $version" 'Architecture: all' 'Maintainer: Test <test@example.org>'
    for line; do echo "$line"; done
    echo "Description: $name of the test"
  } >"$tree/DEBIAN/control"
  if [ "$name" = shop-server ]; then daemon; fi
  find "$tree" -exec touch -h -d '2026-01-01' {} +
  dpkg-deb --root-owner-group -Znone -b "$tree" "$REPOSITORY/$suite/pool" >/dev/null
}

daemon() {
  cat >"$tree/usr/sbin/shop-server" <<PYTHON
import os, socket, sys
run = sys.argv[1] + "/run"
if "$version".startswith(("2.", "3.")): sys.exit("the data of version 1 cannot be read")
if os.path.exists(run + "/shop.sock"): os.unlink(run + "/shop.sock")
server = socket.socket(socket.AF_UNIX)
server.bind(run + "/shop.sock")
server.listen()
with open(run + "/shop-server.pid", "w") as file: file.write(str(os.getpid()))
while True:
    client, _ = server.accept()
    client.send(b"$version")
    client.close()
PYTHON
  cat >"$tree/DEBIAN/prerm" <<'SCRIPT'
#!/bin/sh
set -e
pid=$DPKG_ROOT/run/shop-server.pid
if [ -x "$DPKG_ROOT/usr/sbin/policy-rc.d" ] && ! "$DPKG_ROOT/usr/sbin/policy-rc.d" shop-server stop; then exit 0; fi
if [ -e "$pid" ]; then kill "$(cat "$pid")" || true; rm -f "$pid" "$DPKG_ROOT/run/shop.sock"; fi
SCRIPT
  # Later versions also migrate a file that is no conffile, as many packages do.
  cat >"$tree/DEBIAN/postinst" <<SCRIPT
#!/bin/sh
set -e
case $version in 1.0) ;; *) echo "migrated by $version" > "\$DPKG_ROOT/etc/shop-server.state" ;; esac
if [ -x "\$DPKG_ROOT/usr/sbin/policy-rc.d" ] && ! "\$DPKG_ROOT/usr/sbin/policy-rc.d" shop-server start; then exit 0; fi
setsid python3 "\$DPKG_ROOT/usr/sbin/shop-server" "\$DPKG_ROOT" < /dev/null > /dev/null 2>&1 &
daemon=\$!
while kill -0 "\$daemon" 2> /dev/null && ! [ -e "\$DPKG_ROOT/run/shop-server.pid" ]; do sleep 0.05; done
case $version in 3.*) echo 'shop-server did not start' >&2; exit 1 ;; esac
SCRIPT
  chmod 755 "$tree/DEBIAN/prerm" "$tree/DEBIAN/postinst" "$tree/usr/sbin/shop-server"
}

# After the packages were made: their lists.
publish() {
  for suite in "$REPOSITORY"/*; do
    suite=${suite##*/}
    case $suite in *-security) label=Debian-Security ;; *) label=Debian ;; esac
    (
      cd "$REPOSITORY/$suite" || exit
      rm -f Release
      apt-ftparchive packages pool >Packages
      apt-ftparchive -o "APT::FTPArchive::Release::Suite=$suite" -o "APT::FTPArchive::Release::Label=$label" \
        -o APT::FTPArchive::Release::Origin=Debian -o APT::FTPArchive::Release::Version=12 release . >"$PLACE/Release"
      mv "$PLACE/Release" Release
    )
  done
}

# The program for `service_check`.
cat >"$PLACE/check" <<CHECK
#!/bin/sh
exec python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.connect("$HOST/run/shop.sock"); print(s.recv(99).decode())'
CHECK
chmod 755 "$PLACE/check"

# The runbook's own list is of the machine's folders.
sed -i "s|/var/lib/dpkg|$HOST/var/lib/dpkg|; s|/var/lib/apt|$HOST/var/lib/apt|g; s|/var/cache|$HOST/var/cache|g; s|/var/log|$HOST/var/log|g" "$RUNBOOK"
