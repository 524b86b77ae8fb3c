. "$TESTS/case.sh"
use packages

answers() {
  versions
  ask
  cat "$HOST"/etc/shop-*
}
parameters() { with "$@" package=shop-server "apply=${apply:-yes}" "apt_config=$APT" "service_check=$PLACE/check" \
  "test_command=$PLACE/tests" "approvals=$PLACE/approvals" min_free_mib=1; }

fresh_host
with_systemd
package stable shop-server 1.1 'Depends: shop-data'
package stable shop-server 2.0 'Depends: shop-data'
package stable-security shop-server 1.2 'Depends: shop-data'
publish
mkdir approvals
# In a rehearsal it looks at the files alone.
cat >tests <<TESTS
#!/bin/sh
grep -q '^setting of 1' "$HOST/etc/shop-server.conf"
if [ "\$MAINT_REHEARSAL" = 0 ]; then "$PLACE/check"; fi
TESTS
chmod 755 tests
answers >before

# It only says what it would do.
apply=no
parameters version=1.1 type=bugfix
ends_with 0
shows 'nothing is changed'
keeps_nothing
apply=yes

# A version that nobody has.
parameters version=1.3 type=bugfix
ends_with 1
shows 'no source has shop-server 1.3' '1.1, from copy:' '2.0, from copy:' '1.2, from copy:'

# Too much for its type; not from the security archive.
parameters version=2.0 type=bugfix
ends_with 1
shows 'more than bugfix'
parameters version=1.1 type=security
ends_with 1
shows 'would not come from the security archive'

# Production: not without staging (to look is none), then not without approval, nor with one of another version.
parameters version=1.1 type=bugfix environment=production
ends_with 75
parameters version=1.1 type=bugfix
maint_with rehearse >"$PLACE/run.out" 2>&1 || { cat "$PLACE/run.out"; die 'the rehearsal failed'; }
parameters version=1.1 type=bugfix environment=production
ends_with 1
shows 'nobody has approved shop-server 1.1'
echo 1.2 >approvals/shop-server
ends_with 1
shows 'another version than 1.1'
answers | diff before -
echo 1.1 >approvals/shop-server
succeeds
shows 'approved by root'
expect test "$(ask)" = 1.1

# On a staging host: a failure, and the drill. 2.0 is installed, and its daemon ends.
parameters version=1.2 type=security
fails_in change
fails_in verify
drills
takes_units_back
answers >before
parameters version=2.0 type=feature
ends_with 3
answers | diff before -

# What is to be faster and is not; and what is allowed to be slower.
answers >before
echo "if grep -q 1.2 '$HOST/etc/shop-server.conf'; then sleep 2; fi" >>tests
parameters version=1.2 type=performance slower_percent=0
ends_with 3
shows 'slower'
answers | diff before -
parameters version=1.2 type=performance slower_percent=9999
ends_with 0
samples maint_update_test_ms
skips_without apt-get
