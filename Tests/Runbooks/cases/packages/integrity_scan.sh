. "$TESTS/case.sh"
use packages

parameters() { with "$@" "apt_config=$APT" "paths=$HOST/etc"; }

fresh_host
parameters
succeeds
shows 'the manifest was made anew'
ends_with 0
shows 'not as installed: 0' 'nothing else has changed'
samples maint_integrity_package_files_changed maint_integrity_files

# What a package changes is no finding; what a hand does is: content, mode, a link, and what came and went.
package stable shop-tool 2.0
package stable shop-extra 1.0
publish
on_host apt-get -q update
on_host apt-get -q -y install shop-tool shop-extra
ends_with 0
shows 'nothing else has changed'
echo 'edited' >>"$HOST/etc/shop-data.conf"
chmod 600 "$HOST/etc/shop-server.conf"
ln -s /etc/passwd "$HOST/etc/link"
rm "$HOST/etc/motd"
ends_with 0
shows 'configuration that was edited: 1' '4 changes that no package made' "changed $HOST/etc/shop-data.conf" \
  "changed $HOST/etc/shop-server.conf" "added $HOST/etc/link" "removed $HOST/etc/motd" 'accept=yes'
parameters strict=yes
ends_with 1
parameters accept=yes strict=yes
ends_with 0
parameters strict=yes
ends_with 0
shows 'nothing else has changed'

# Files of packages: changed and missing.
echo 'not what it was' >"$HOST/usr/share/shop-tool/version"
rm "$HOST/usr/share/shop-data/version"
ends_with 1
shows 'not as installed: 2' '/usr/share/shop-tool/version' '/usr/share/shop-data/version' 'reinstall'
parameters "ignore_paths=/usr/share/shop-*"
ends_with 0
