. "$TESTS/case.sh"

# This host's own health decides how it ends; what it says of a threshold that cannot be met is certain.
with disk_fail_percent=1 disk_warn_percent=0
ends_with 1
shows 'disk'
samples maint_load
