. "$TESTS/case.sh"

# This host's own health is what it is: thresholds out of reach are met, and one that cannot be met is told.
with load_warn_per_core=9999 load_fail_per_core=9999 memory_warn_percent=100 memory_fail_percent=100 \
  swap_warn_percent=100 disk_warn_percent=100 disk_fail_percent=100 inode_warn_percent=100 inode_fail_percent=100 \
  failed_units_warn=99999 failed_units_fail=99999 failed_logins_warn=99999999 failed_logins_fail=99999999 \
  reboot_fail_days=9999
succeeds
samples maint_load maint_disk
shows '✓ no check has failed'
if [ ! -e /var/log/auth.log ] && [ ! -d /var/log/journal ] && [ ! -d /run/log/journal ]; then
  shows 'there is no /var/log/auth.log and no journal here'
fi

with disk_fail_percent=1 disk_warn_percent=0
ends_with 1
shows disk
