. "$TESTS/case.sh"
use packages

answers() {
  versions
  ask
  cat "$HOST"/etc/shop-*
  find "$HOST/etc" | sort
}
parameters() { with "$@" "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=1; }

fresh_host
with_systemd
package stable shop-tool 2.0
package stable shop-data 2.0
package stable-security shop-tool 1.1
package stable-security shop-server 1.1 'Depends: shop-data'
publish

# It says what is pending, and changes nothing.
parameters apply=no
answers >listed
ends_with 0
shows 'packages pending: 2, for security: 2' 'shop-tool 1.0 → 1.1' 'nothing is changed'
samples maint_packages_security_pending
"$MAINT" metrics maint_packages_security_pending >labelled
expect grep -q 'counted="security_updates"' labelled
answers | diff listed -
keeps_nothing

# What is not well before is not to be told of the update.
with apply=yes "apt_config=$APT" service_check=/bin/false min_free_mib=1
ends_with 1
shows 'service_check, /bin/false, failed with 1, before anything was changed'
answers | diff listed -

parameters apply=yes
fails_in change
fails_in verify
drills
takes_units_back
succeeds
expect test "$(ask)" = 1.1
expect test "$(versions | tr '\n' ' ')" = 'shop-data 1.0 ii  shop-server 1.1 ii  shop-tool 1.1 ii  '
ends_with 0
shows 'nothing is pending'

# A source that only the network has: a rehearsal without it says so, and what to do.
package stable-security shop-tool 1.2
publish
port=$(free_port)
python3 -m http.server "$port" --bind 127.0.0.1 --directory "$REPOSITORY" >http.log 2>&1 &
server=$!
wait_for python3 -c "import socket; socket.create_connection(('127.0.0.1', $port))"
cp "$HOST/etc/apt/sources.list" sources.list
sed -i "s|copy:$REPOSITORY|http://127.0.0.1:$port|" "$HOST/etc/apt/sources.list"
on_host apt-get -q update
kill "$server"
code=0
maint_with rehearse >"$PLACE/run.out" 2>&1 || code=$?
expect test "$code" -eq 1
shows 'a rehearsal has the network only with --share-net, and 1 package must be downloaded'
if grep -qE 'Could not (connect|resolve)|Failed to fetch' "$PLACE/run.out"; then die 'it tries to download all the same'; fi
cp sources.list "$HOST/etc/apt/sources.list"
rm "$REPOSITORY/stable-security/pool/shop-tool_1.2_all.deb"
publish

# A host that gets none.
sed -i '/stable-security/d' "$HOST/etc/apt/sources.list"
on_host apt-get -q update
ends_with 1
shows 'so it gets no security updates'
cp sources.list "$HOST/etc/apt/sources.list"
on_host apt-get -q update
parameters apply=yes

# A pin that would bring another version.
printf 'Package: shop-data\nPin: release a=stable\nPin-Priority: 900\n' >"$HOST/etc/apt/preferences.d/data"
answers >pinned
ends_with 1
shows 'would not come from the security archive' 'shop-data 1.0 to 2.0'
answers | diff pinned -
rm "$HOST/etc/apt/preferences.d/data"

# One that installs well but whose daemon ends as it starts, where only service_check tells; and one whose scripts fail.
rm -r "$HOST/run/systemd"
for version in 2.0 3.0; do
  answers >before
  package stable-security shop-server "$version" 'Depends: shop-data'
  publish
  ends_with 3
  shows "shop-server 1.1 → $version"
  case $version in 2.*) shows "service_check, $PLACE/check, failed with 1, after the change" ;; esac
  answers | diff before -
done

# A dpkg that says that all is well and leaves a package unpacked: nobody takes it for installed.
package stable-security shop-tool 4.0
publish
answers >before
cp dpkg sound-dpkg
sed -i '2i case "$*" in *--configure*) exit 0 ;; esac' dpkg
ends_with 3
cp sound-dpkg dpkg
shows 'is not at 4.0, as was planned'
on_host apt-get -q -y --fix-broken install
answers | diff before -

# No room.
with apply=yes "apt_config=$APT" "service_check=$PLACE/check" min_free_mib=999999
ends_with 1
shows 'fewer than min_free_mib'

skips_without apt-get

# A way back that brings nothing back is none.
parameters apply=yes
sed -i '2i case "$*" in *--force-depends*) exit 0 ;; esac' dpkg
break_stage change
cp "$RUNBOOK" whole.yaml
cp broken.yaml "$RUNBOOK"
ends_with 2
cp whole.yaml "$RUNBOOK"
cp sound-dpkg dpkg
shows 'rollback failed' 'are not what they were'
