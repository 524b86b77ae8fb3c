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
find tmp -mindepth 1 -exec touch -d '60 days ago' {} +
echo new >tmp/mixed/new
echo new >tmp/new
mkdir tmp/"in use"
echo old >'tmp/in use/there'
find 'tmp/in use' -exec touch -d '60 days ago' {} +
exec 4<'tmp/in use/there'
exec 3<tmp/open

with "temp_dirs=$PLACE/tmp" "journal_dir=$PLACE/journal" "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1
answers >listed
ends_with 0
shows 'packages that nothing needs any more: 1, shop-data' 'nobody used for 30 days: 2,' 'nothing is removed'
samples maint_packages_unneeded maint_cleanup_temporary_bytes
answers | diff listed -
keeps_nothing

with apply=yes "temp_dirs=$PLACE/tmp" "journal_dir=$PLACE/journal" "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1
fails_in change
fails_in verify
drills
# The drill has read them.
find tmp/old 'tmp/a name' -exec touch -d '60 days ago' {} +
head -c 9000000 /dev/zero >"$(journal 0005000000000000)"
succeeds
samples maint_cleanup_won_bytes
expect test "$(versions | tr '\n' ' ')" = 'shop-data 1.0 rc  shop-server 1.1 ii  shop-tool 1.0 ii  '
expect test "$(find tmp -name '[a-z]*' | sort | tr '\n' ' ')" = \
  "tmp tmp/.maint-cleanup-4/a name tmp/.maint-cleanup-4/old tmp/.maint-cleanup-4/old/file tmp/in use tmp/in use/there tmp/mixed tmp/mixed/new tmp/mixed/old tmp/new tmp/open "
expect test ! -e "$(journal 0005000000000000)"

# A week later, what the last run set aside is gone.
ends_with 0
expect test ! -e tmp/.maint-cleanup-4

# Files that vanish between two looks, and as they are moved: commands of the test remove them.
mkdir commands
cat >commands/find <<FIND
#!/bin/sh
/usr/bin/find "\$@" || exit
case "\$*" in *'-mindepth 1 -maxdepth 1'*) rm -f "$PLACE/tmp/gone" ;; esac
FIND
cat >commands/mv <<MV
#!/bin/sh
case "\$*" in *tmp/going\ *) rm -f "$PLACE/tmp/going" ;; esac
exec /usr/bin/mv "\$@"
MV
chmod 755 commands/*
cat >maint <<WRAPPER
#!/bin/sh
exec unshare -m sh -euc 'mount --bind "$PLACE/commands" /usr/local/sbin; exec "\$@"' sh "$MAINT" "\$@"
WRAPPER
chmod 755 maint
MAINT=$PLACE/maint
with apply=yes "temp_dirs=$PLACE/tmp/" "journal_dir=$PLACE/journal" "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1
for name in gone going stays; do
  echo old >"tmp/$name"
  touch -d '60 days ago' "tmp/$name"
done
ends_with 0
shows 'nobody used for 30 days: 2,'
for name in gone going stays; do expect test ! -e "tmp/$name"; done
expect test -e tmp/.maint-cleanup-6/stays
expect test ! -e tmp/.maint-cleanup-6/going
if grep -q // tmp/.maint-cleanup-6/.maint-moved; then die 'a path has // in it'; fi

# What is gone for good is not said to be back.
code=0
rm -rf tmp/.maint-cleanup-6
"$MAINT" rollback 6 >rollback.out 2>&1 || code=$?
cat rollback.out
expect test "$code" -eq 2
expect grep -q 'cannot be put back' rollback.out
