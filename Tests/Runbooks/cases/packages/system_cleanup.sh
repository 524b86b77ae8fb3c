. "$TESTS/case.sh"
use packages

answers() {
  versions
  ask
  find "$HOST/etc" "$PLACE/tmp" ! -type d -printf '%p %m %T@\n' | sort
  APT_CONFIG=$APT apt-mark showauto
}
# A journal, by the time in its name.
journal() { echo "$PLACE/journal/0123456789abcdef0123456789abcdef/system@0123456789abcdef0123456789abcdef-0000000000000001-$1.journal"; }

fresh_host
with_systemd
# What shop-server does not need any more.
package stable shop-server 1.1
publish
on_host apt-get -q update
on_host apt-get -q -y install shop-server
expect test "$(ask)" = 1.1

mkdir -p tmp/old tmp/mixed "$(dirname "$(journal 0)")"
chmod 1777 tmp
echo old >tmp/old/file
echo old >'tmp/a name'
echo old >tmp/mixed/old
echo old >tmp/open
mkdir tmp/"in use" tmp/empty
echo old >'tmp/in use/there'
ln -s nowhere tmp/link
# As `cp -a` leaves them: all times are old but that of the copy itself.
find tmp -mindepth 1 -exec touch -h -d '60 days ago' {} +
exec 4<'tmp/in use/there'
exec 3<tmp/open

with "temp_dirs=$PLACE/tmp" "journal_dir=$PLACE/journal" "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1
answers >listed
ends_with 0
shows 'nobody used for 30 days: 0,'

# By a clock that is 40 days ahead, that was so long ago; what is 20 days old by it was read, or written.
own_command date <<'DATE'
#!/bin/sh
exec /usr/bin/date -d '40 days' "$@"
DATE
echo new >tmp/mixed/new
echo new >tmp/written
echo new >tmp/read
mkdir tmp/emptied
touch -m -d '20 days' tmp/mixed/new tmp/written tmp/emptied
touch -a -d '20 days' tmp/read
# That somebody looked into a folder is no use of it.
touch -a -d '20 days' tmp/old
ends_with 0
shows 'packages that nothing needs any more: 1, shop-data' 'nobody used for 30 days: 4,' 'nothing is removed'
samples maint_packages_unneeded maint_cleanup_temporary_bytes
keeps_nothing

with apply=yes "temp_dirs=$PLACE/tmp" "journal_dir=$PLACE/journal" "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1
fails_in change
fails_in verify
drills
takes_units_back
head -c 9000000 /dev/zero >"$(journal 0005000000000000)"
succeeds
samples maint_cleanup_won_bytes
expect test "$(versions | tr '\n' ' ')" = 'shop-data 1.0 rc  shop-server 1.1 ii  shop-tool 1.0 ii  '
expect test "$(find tmp -name '[a-z]*' | sort | tr '\n' ' ')" = \
  "tmp tmp/.maint-cleanup-6/a name tmp/.maint-cleanup-6/empty tmp/.maint-cleanup-6/link tmp/.maint-cleanup-6/old tmp/.maint-cleanup-6/old/file tmp/emptied tmp/in use tmp/in use/there tmp/mixed tmp/mixed/new tmp/mixed/old tmp/open tmp/read tmp/written "
expect test ! -e "$(journal 0005000000000000)"

# A week later, what the last run set aside is gone.
ends_with 0
expect test ! -e tmp/.maint-cleanup-6

# Files that vanish between two looks, and as they are moved: commands of the test remove them.
own_command find <<FIND
#!/bin/sh
/usr/bin/find "\$@" || exit
case "\$*" in *'-mindepth 1 -maxdepth 1'*) rm -f "$PLACE/tmp/gone" ;; esac
FIND
own_command mv <<MV
#!/bin/sh
case "\$*" in *tmp/going\ *) rm -f "$PLACE/tmp/going" ;; esac
exec /usr/bin/mv "\$@"
MV
with apply=yes "temp_dirs=$PLACE/tmp/" "journal_dir=$PLACE/journal" "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1
for name in gone going stays; do
  echo old >"tmp/$name"
  touch -d '60 days ago' "tmp/$name"
done
ends_with 0
shows 'nobody used for 30 days: 2,'
for name in gone going stays; do expect test ! -e "tmp/$name"; done
expect test -e tmp/.maint-cleanup-8/stays
expect test ! -e tmp/.maint-cleanup-8/going
if grep -q // tmp/.maint-cleanup-8/.maint-moved; then die 'a path has // in it'; fi

# What is gone for good is not said to be back.
code=0
rm -rf tmp/.maint-cleanup-8
"$MAINT" rollback 8 >rollback.out 2>&1 || code=$?
cat rollback.out
expect test "$code" -eq 2
expect grep -q 'cannot be put back' rollback.out
