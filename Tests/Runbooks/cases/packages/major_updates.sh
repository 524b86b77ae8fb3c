. "$TESTS/case.sh"
use packages

answers() {
  versions
  ask
  find "$HOST/etc" ! -type d -printf '%p %m %T@\n' | sort
}

fresh_host
# This host comes from `bookworm`; `trixie` is out, and forky not yet.
cp -r "$REPOSITORY/stable" "$REPOSITORY/bookworm"
mkdir -p "$REPOSITORY/trixie/pool"
echo "deb [trusted=yes] copy:$REPOSITORY/bookworm ./" >"$HOST/etc/apt/sources.list"
echo "deb [trusted=yes] copy:$PLACE/of-others/bookworm ./" >"$HOST/etc/apt/sources.list.d/others.list"
printf 'PRETTY_NAME="Debian GNU/Linux 12"\nVERSION_CODENAME=bookworm\n' >"$HOST/etc/os-release"
cat >releases <<CSV
version,codename,series,created,release,eol
12,Bookworm,bookworm,2021-08-14,2023-06-10,$(date -d '100 days' +%Y-%m-%d)
13,Trixie,trixie,2023-06-10,2025-08-09,2028-08-09
14,Forky,forky,2025-08-09,,
CSV
printf '# Release notes\n## Known issues\nshop-tool is gone\n' >notes
package trixie shop-data 3.0
package trixie shop-extra 3.0
package trixie shop-server 1.9 'Depends: shop-data (>= 3.0), shop-extra' 'Conflicts: shop-tool'
publish
cat >tests <<TESTS
#!/bin/sh
grep -qx 'setting of 1.9' "$HOST/etc/shop-server.conf"
TESTS
chmod 755 tests

with "apt_config=$APT" "releases=$PLACE/releases" "release_notes=$PLACE/notes" min_free_mib=1 "test_command=$PLACE/tests"
on_host apt-mark hold shop-tool
ends_with 0
shows 'held: shop-tool'
# The stages are not shown as done.
expect grep -q "– stage 4, raise everything .* 'if' said no" "$PLACE/last"
expect grep -q '✓ nothing on this host; a rehearsal' "$PLACE/last"
on_host apt-mark unhold shop-tool
answers >before
succeeds
answers | diff before -
shows 'supported for 100 more days' 'next is trixie' 'Known issues' 'source: ' 'of-others' \
  'apt would raise 2 packages, add 1 and remove 1' 'goes: shop-tool'
samples maint_release_support_days maint_major_update_removals
plan=$(find "$MAINT_STATE/backups/2" -name plan.md)
cat "$plan"
expect grep -q 'apt-get full-upgrade: 2 raised in all, 1 new, 1 removed' "$plan"

# The whole of it in a throw-away copy; and one that does not do there.
maint_with rehearse >"$PLACE/run.out" 2>&1 || { cat "$PLACE/run.out"; die 'the rehearsal failed'; }
shows 'rehearsed: trixie is installed'
answers | diff before -
printf '#!/bin/sh\nexit 1\n' >tests
code=0
maint_with rehearse >"$PLACE/run.out" 2>&1 || code=$?
expect test "$code" -eq 1
shows 'failed with 1 under trixie'

# Where sources need the network, a rehearsal without it says how it has it.
echo 'deb [trusted=yes] http://127.0.0.1:9/bookworm ./' >"$HOST/etc/apt/sources.list.d/far.list"
code=0
maint_with rehearse >"$PLACE/run.out" 2>&1 || code=$?
expect test "$code" -eq 1
shows 'a rehearsal has the network only with --share-net'
rm "$HOST/etc/apt/sources.list.d/far.list"

# Support that has ended; a notice of apt is no obstacle; lists that cannot be fetched are no plan.
sed -i "s/^12,\(.*\),[^,]*$/12,\1,$(date -d '134 days ago' +%Y-%m-%d)/" releases
printf '#!/bin/sh\nexit 0\n' >tests
mkdir commands
cat >commands/apt-get <<'APT_GET'
#!/bin/sh
case "$*" in *update) echo 'W: Download is performed unsandboxed as root' >&2 ;; esac
exec /usr/bin/apt-get "$@"
APT_GET
chmod 755 commands/apt-get
whole=$MAINT
cat >maint <<WRAPPER
#!/bin/sh
exec unshare -m sh -euc 'mount --bind "$PLACE/commands" /usr/local/sbin; exec "\$@"' sh "$MAINT" "\$@"
WRAPPER
chmod 755 maint
MAINT=$PLACE/maint
ends_with 0
shows 'bookworm has had no support for 134 days'
if grep -q ' source: .*unsandboxed' "$PLACE/last"; then die 'a notice counts as an obstacle'; fi
MAINT=$whole
mv "$REPOSITORY/trixie" "$REPOSITORY/later"
ends_with 1
shows 'no source has lists of trixie'
mv "$REPOSITORY/later" "$REPOSITORY/trixie"

# The newest release has nothing ahead.
sed -i '/trixie/d' releases
ends_with 0
shows 'no release after bookworm is out'
skips_without apt-get
