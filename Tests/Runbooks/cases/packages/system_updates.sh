. "$TESTS/case.sh"
use packages

answers() {
  versions
  ask
  cat "$HOST"/etc/shop-*
  find "$HOST/etc" ! -type d -printf '%p %m %T@\n' | sort
  APT_CONFIG=$APT apt-mark showauto
}

fresh_host
with_systemd
# An own setting, which the update keeps; a version that is nowhere to be had any more; and a new package that one needs.
echo 'own setting' >>"$HOST/etc/shop-tool.conf"
rm -f "$REPOSITORY/stable/pool/shop-data_1.0_all.deb" "$HOST/var/cache/apt/archives/"*.deb
package stable shop-tool 2.0
package stable shop-data 2.0
package stable shop-extra 1.0
package stable-security shop-server 1.1 'Depends: shop-data, shop-extra'
publish
command -v dpkg-repack >/dev/null || skip_case 'dpkg-repack is not installed'

with "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1
answers >listed
ends_with 0
shows 'packages pending: 4, for security: 1' 'shop-extra (new) → 1.0'
answers | diff listed -
keeps_nothing

with apply=yes "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1
fails_in change
fails_in verify
shows 'shop-data 1.0 is neither in apt'
drills
takes_units_back

# Without a way back for one of them, nothing is touched.
code=0
unshare -m sh -euc 'mount --bind /dev/null /usr/bin/dpkg-repack; exec "$@"' sh "$MAINT" run "runbook:$NAME" --with apply=yes \
  --with "apt_config=$APT" --with min_free_mib=1 >"$PLACE/run.out" 2>&1 || code=$?
expect test "$code" -eq 1
"$MAINT" output >"$PLACE/last"
shows 'there would be no way back'
answers | diff listed -

succeeds
expect test "$(ask)" = 1.1
expect test "$(versions | tr '\n' ' ')" = 'shop-data 2.0 ii  shop-extra 1.0 ii  shop-server 1.1 ii  shop-tool 2.0 ii  '
expect grep -q 'own setting' "$HOST/etc/shop-tool.conf"
expect test "$(APT_CONFIG=$APT apt-mark showauto | tr '\n' ' ')" = 'shop-data shop-extra '

# A change of mind, a day later: somebody else has been at work in /etc, which stays.
echo 'of another hand' >>"$HOST/etc/motd"
# What has failed since is none of its business, unless it ran before.
unit static nightly.service failed
unit generated shop-legacy.service failed
units >before
"$MAINT" rollback 6
"$MAINT" show >last
shows 'failed since run 6, perhaps for reasons of their own: nightly.service'
units | diff before - >changed || true
expect test "$(grep '^[<>]' changed | tr '\n' ' ')" = \
  '< shop-legacy.service generated failed > shop-legacy.service generated running '
expect grep -q 'of another hand' "$HOST/etc/motd"
expect test "$(ask)" = 1.0
expect test "$(versions | tr '\n' ' ')" = 'shop-data 1.0 ii  shop-server 1.0 ii  shop-tool 1.0 ii  '
skips_without apt-get
