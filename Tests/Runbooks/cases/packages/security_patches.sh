. "$TESTS/case.sh"
use packages

answers() {
  versions
  ask
  cat "$HOST"/etc/shop-*
}

# No service_check here: systemd tells what runs, and a needrestart of the case what runs old code.
fresh_host
with_systemd
mkdir -p "$HOST/boot" "$HOST/lib/modules/99.1-test"
: >"$HOST/boot/vmlinuz-99.1-test"
echo 'VERSION_CODENAME=bookworm' >"$HOST/etc/os-release"
own_command needrestart <<NEEDRESTART
#!/bin/sh
case "\$*" in *'-r a'*) touch "$PLACE/restarted" ;; *) echo 'NEEDRESTART-SVC: old-code.service' ;; esac
NEEDRESTART

# What debsecan knows: one hole that 1.1 closes, one that only 9.9 would.
mkdir holes
python3 - <<'PYTHON'
import zlib
text = "VERSION 1\nCVE-2026-0001,,a hole\nCVE-2026-0002,,another\n\nshop-server,0,BHRF,1.1,1.1\nshop-tool,1,BHRF,9.9,9.9\n\n\n"
open("holes/bookworm", "wb").write(zlib.compress(text.encode()))
PYTHON

package stable shop-tool 2.0
package stable-security shop-extra 1.0
package stable-security shop-server 1.1 'Depends: shop-data, shop-extra'
publish
# No list of holes is not the same as no hole.
with "apt_config=$APT" min_free_mib=1 "holes_source=file://$PLACE/none"
ends_with 0
shows 'not known: debsecan could not'
if grep -q 'not installed: ' "$PLACE/last"; then die 'it counts holes that it does not know'; fi
"$MAINT" sample list >metrics
keeps_nothing
if grep -q maint_holes_fixable metrics; then die 'it has a sample of holes that it does not know'; fi

with apply=yes "apt_config=$APT" min_free_mib=1 "holes_source=file://$PLACE/holes" restart_services=yes
fails_in change
fails_in verify
drills
takes_units_back
rm restarted
succeeds
expect test "$(ask)" = 1.1
expect test -e restarted
shows 'known holes that have a fix that is not installed: 2' 'of these, 1 remain' 'CVE-2026-0002 shop-tool' 'the kernel 99.1-test is installed' \
  'systemctl restart old-code.service'
samples maint_holes_fixable maint_reboot_pending maint_services_restart_pending

# Its daemon ends as it starts: so says systemctl.
answers >before
package stable-security shop-server 2.0 'Depends: shop-data'
publish
ends_with 3
shows 'shop-server.service'
answers | diff before -
skips_without apt-get
