. "$TESTS/case.sh"

mkdir etc
echo 'colour = blue' >etc/app.conf
chmod 640 etc/app.conf
test_it="$PLACE/config-test"
printf '#!/bin/sh\ngrep -q "^colour = [a-z][a-z]*$" %s/etc/app.conf || { echo "app.conf: no colour" >&2; exit 1; }\n' "$PLACE" >"$test_it"
chmod 755 "$test_it"
printf 'description: A backup\nbackup:\n  - path: %s\n' "$PLACE/etc" >"$PROJECT/runbooks/etc.yaml"
expect "$MAINT" run runbook:etc
answers() { (cd etc && find . -type f -exec sha256sum {} + | sort && stat -c '%a %U %n' app.conf); }

# A configuration that is broken, with a backup of one that was good.
echo 'colour = ' >etc/app.conf
echo more >etc/extra.conf
with problem=configuration_issue "config_dir=$PLACE/etc" "config_test=$test_it"
succeeds
shows 'likely cause: the configuration is broken: app.conf: no colour' 'nothing was changed' 'etc/extra.conf'
with problem=configuration_issue "config_dir=$PLACE/etc" "config_test=$test_it" apply=yes
fails_in change
fails_in verify
drills
succeeds
shows 'the problem is gone'
expect grep -qx 'colour = blue' etc/app.conf
expect test ! -e etc/extra.conf
# By a link, too.
ln -s etc link
echo 'colour = ' >etc/app.conf
echo more >etc/extra.conf
with problem=configuration_issue "config_dir=$PLACE/link" "config_test=$test_it" apply=yes
succeeds
expect grep -qx 'colour = blue' etc/app.conf
expect test ! -e etc/extra.conf
with problem=configuration_issue "config_dir=$PLACE/etc" "config_test=$test_it" apply=yes
succeeds
shows 'no likely cause was found; nothing is changed'

# A service that is down, and one that a restart does not help.
with problem=service_failure
ends_with 1
shows '--with service='
if grep 'Mem:' last; then die 'what is missing is asked for last'; fi
printf '#!/bin/sh\ntouch %s/up\n' "$PLACE" >restart
chmod 755 restart
with problem=service_failure check_command=false restart_command=true apply=yes
ends_with 3
shows 'restart it' 'did not help and was taken back'
printf '#!/bin/sh\ntest -e %s/up\n' "$PLACE" >check
chmod 755 check
with problem=service_failure "check_command=$PLACE/check" "restart_command=$PLACE/restart" apply=yes
succeeds
shows 'the problem is gone'

# An installation that broke off.
if command -v dpkg-deb >/dev/null; then
  mkdir -p root/var/lib/dpkg/updates root/var/lib/dpkg/info root/var/log deb/DEBIAN
  : >root/var/lib/dpkg/status
  printf '%s\n' 'Package: shop' 'Version: 1' 'Architecture: all' 'Maintainer: test' 'Description: test' >deb/DEBIAN/control
  dpkg-deb -b deb shop.deb
  dpkg --root="$PLACE/root" --force-not-root --unpack shop.deb
  with problem=update_failure "dpkg_root=$PLACE/root" apply=yes
  succeeds
  shows 'unpacked and not configured' 'the problem is gone'
  expect grep -q '^Status: install ok installed' root/var/lib/dpkg/status
fi

# A process that takes the processor: only those of a namespace of its own are seen, and reniced.
cat >busy <<'END'
#!/bin/sh
# With a thread of its own.
/usr/bin/python3 -c '
import threading
def spin():
    while True: pass
threading.Thread(target=spin, daemon=True).start()
spin()' &
process=$!
"$@" --with hog_percent=5
"$MAINT" show >looked
if "$@" --with hog_percent=5 --with apply=yes; then exit 70; fi
"$MAINT" output >guessed
ps -L -o ni= -p $process >untouched
"$@" --with hog_percent=5 --with apply=yes --with process=$process
code=$?
ps -L -o ni= -p $process >niceness
kill $process
exit $code
END
code=0
unshare -fp --mount-proc sh busy "$MAINT" run "runbook:$NAME" --with problem=performance_degradation >run.out 2>&1 || code=$?
"$MAINT" show >last
[ "$code" -eq 0 ] || die "exit code $code: $(cat run.out)"
shows 'takes the processor' 'is set to nice 19: look again'
if grep 'the problem is gone' last; then die 'that it is nice is told as a cure'; fi
grep -q 'apply=yes process=' looked || die "does not say how to apply it: $(cat looked)"
grep -q 'name the process' guessed || die "a guess is applied, or not told: $(cat guessed)"
expect test "$(tr -d ' \n' <untouched)" = 00
expect test "$(tr -d ' \n' <niceness)" = 1919

# maint's own: a run that could not be taken back.
cat >"$PROJECT/runbooks/stuck.yaml" <<END
description: A change whose way back fails
change:
  - {run: exit 1, undo: test -e $PLACE/mended}
END
"$MAINT" run runbook:stuck >/dev/null 2>&1 || true
with problem=rollback_issue
succeeds
shows 'could not be taken back, and its backups are whole' 'maint recover'
touch mended
# A cure that does nothing is seen.
cp "$RUNBOOK" whole.yaml
sed -i 's/ recover "$failed_run" ;;/ backup list ;;/' "$RUNBOOK"
with problem=rollback_issue apply=yes
ends_with 3
shows 'still waits to be taken back'
cp whole.yaml "$RUNBOOK"
succeeds
shows 'the problem is gone'
"$MAINT" status >told || true
expect grep -q 'runbook:stuck.*rolled back' told
