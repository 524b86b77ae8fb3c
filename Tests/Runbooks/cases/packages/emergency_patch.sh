. "$TESTS/case.sh"
use packages

answers() {
  versions
  ask
  cat "$HOST"/etc/shop-*
  APT_CONFIG=$APT apt-mark showauto
}
parameters() { with "$@" "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1; }

fresh_host
with_systemd
package stable shop-tool 2.0
package stable shop-server 1.1 'Depends: shop-data'
package stable shop-server 1.2 'Depends: shop-data (>= 2.0)'
package stable shop-data 2.0
publish

# A name that is mistyped must not pass for a package without holes.
parameters apply=yes package=shop-sevrer
ends_with 1
shows 'shop-sevrer is not installed' 'installed, and named nearly so' '  shop-server'
parameters apply=yes package=data
ends_with 1
shows '  shop-data'
parameters apply=yes package=nothing-like-it
ends_with 1
shows 'no installed package has a name near it'
answers >before
parameters package=shop-server
ends_with 0
shows 'shop-server 1.0 → 1.2' 'shop-data 1.0 → 2.0' 'nothing is changed'
answers | diff before -
keeps_nothing
# A version that no source has.
parameters apply=yes package=shop-server version=7.7
ends_with 1
shows 'no source has shop-server 7.7' '1.2, from copy:' '1.1, from copy:'

# A given version, of one that was installed for another's sake, which it stays.
parameters apply=yes package=shop-data version=2.0
fails_in change
fails_in verify
drills
takes_units_back
succeeds
expect test "$(versions | tr '\n' ' ')" = 'shop-data 2.0 ii  shop-server 1.0 ii  shop-tool 1.0 ii  '
expect test "$(APT_CONFIG=$APT apt-mark showauto)" = shop-data
parameters apply=yes package=shop-server
ends_with 0
expect test "$(ask)" = 1.2
skips_without apt-get
