import Testing

@testable import Linting

/// Which commands of a shell text need what no sandbox has.
@Suite struct SandboxNeedsTests {
  @Test(arguments: [
    ("echo systemctl reload nginx", []),
    ("# systemctl reload nginx\necho done", []),
    ("systemctl reload nginx", ["systemd"]),
    ("if /bin/systemctl is-active nginx; then sudo service nginx reload; fi", ["systemd"]),
    ("test -e /x && shutdown -r now", ["a restart of the host"]),
    ("x=$(systemctl show -p x y)", ["systemd"]),
    ("mount | grep x", []),
    ("mount /srv; umount /mnt", ["mounts"]),
    ("sysctl vm.swappiness", []),
    ("sysctl -w vm.swappiness=1; modprobe loop", ["the kernel"]),
    ("timeout 5 docker ps; reboot", ["a container engine", "a restart of the host"]),
  ])
  func finds(_ text: String, _ needs: [String]) { #expect(SandboxNeeds.of(text, shell: .sh) == needs) }

  @Test(arguments: [
    ("systemd-run --wait nginx --version", "systemd"), ("loginctl list-sessions", "systemd"),
    ("timedatectl set-timezone UTC", "systemd"), ("hostnamectl set-hostname x", "systemd"),
    ("/etc/init.d/nginx restart", "systemd"), ("invoke-rc.d nginx reload", "systemd"),
    ("service nginx reload", "systemd"), ("udevadm trigger", "systemd"), ("journalctl --rotate", "systemd"),
    ("nginx -s reload", "a running service"), ("/usr/sbin/apachectl graceful", "a running service"),
    ("apache2 -k restart", "a running service"), ("pg_ctlcluster 15 main reload", "a running service"),
    ("/usr/lib/postgresql/15/bin/pg_ctl -D /srv/db reload", "a running service"),
    ("kill -HUP $(cat /run/x.pid)", "a running service"), ("kill -HUP \"`cat /var/run/x.pid`\"", "a running service"),
    ("pid=$(cat /run/x.pid)\nkill \"$pid\"", "a running service"), ("kill -s HUP 1", "a running service"),
    ("read -r pid < /run/x.pid; kill $pid", "a running service"), ("kill $(pidof nginx)", "a running service"),
    ("pgrep nginx | xargs kill -HUP", "a running service"), ("pkill -HUP nginx", "a running service"),
    ("start-stop-daemon --stop --pidfile /run/x.pid", "a running service"), ("fuser -k 80/tcp", "a running service"),
    ("init 6", "a restart of the host"), ("shutdown -h", "a restart of the host"), ("mount -a", "mounts"),
    ("mount -o remount,ro /", "mounts"), ("mount.nfs a:/b /c", "mounts"), ("swapon -a", "mounts"),
    ("swapon /swapfile", "mounts"), ("losetup -f --show disk.img", "mounts"), ("losetup -D", "mounts"),
    ("mkfs.ext4 /dev/vdb1", "block devices"), ("mkfs.xfs \"$device\"", "block devices"),
    ("fsck -A", "block devices"), ("lvcreate -n x -L 1G vg", "block devices"),
    ("vgextend vg /dev/sdb", "block devices"),
    ("dd if=x.img of=/dev/sdb", "block devices"), ("cat x.img > /dev/sdb", "block devices"),
    ("sysctl -p", "the kernel"), ("sysctl --system", "the kernel"), ("sysctl -qw a.b=1", "the kernel"),
    ("sysctl a.b=1", "the kernel"), ("echo 1 > /proc/sys/vm/drop_caches", "the kernel"),
    ("echo 1 | sudo tee /sys/kernel/x", "the kernel"), ("modprobe loop", "the kernel"),
    ("iptables -L", "the host's network"), ("tc qdisc add dev eth0 root fq", "the host's network"),
    ("nft -f /etc/nftables.conf", "the host's network"), ("podman ps", "a container engine"),
    ("date -s 12:00", "the host's clock"),
  ])
  func findsOne(_ text: String, _ need: String) { #expect(SandboxNeeds.of(text, shell: .sh) == [need]) }

  /// What only reads what a sandbox has too, or is the step's own.
  @Test(arguments: [
    "systemctl --version", "systemctl --help", "nginx -t", "nginx -V", "nginx -t -q -c /etc/nginx/nginx.conf", "nginx",
    "sysctl -n kernel.x", "sysctl -a", "mount", "mount -l", "mount -t ext4", "swapon --show", "losetup -a",
    "losetup --list",
    "modprobe -n loop", "modprobe --show-depends loop", "apachectl configtest", "apache2ctl -t",
    "pg_ctl initdb -D /srv/db",
    "nft -c -f /etc/nftables.conf", "iptables-restore --test < rules", "ip -br addr", "ip route",
    "ip route add default via 10.0.0.1", "docker --version",
    "mkfs.ext4 disk.img", "dd if=/dev/zero of=disk.img", "dd if=x of=/dev/null", "echo a > /dev/null 2> /dev/stderr",
    "date +%s", "date -Is", "date -d 20260101", "kill $!", "kill -0 $$", "kill %1", "kill -l", "jobs -p | xargs kill",
    "pid=$!\nkill \"$pid\"", "kill \"$(cat /srv/app/pid)\"", "crontab -l", "command -v systemctl", "trap - EXIT",
    "reload() { systemctl --version; }\nreload", "service() { :; }\nservice nginx reload",
    "cat > docker <<X\nreboot\nX",
    "apt-get install -y docker", "which systemctl", "find /etc -name mount", "journalctl -u nginx", "udevadm info /x",
    "dmesg -T", "tee /etc/x", "init.sh x", "bash reboot.sh -c reboot",
  ])
  func raisesNoFalseAlarm(_ text: String) { #expect(SandboxNeeds.of(text, shell: .sh) == []) }

  /// However it is called.
  @Test(arguments: [
    "sh -c 'systemctl reload x'", "bash -euc \"systemctl reload $x\"", "sudo -u root sh -c 'cd /; systemctl reload x'",
    "sudo --user root systemctl reload x", "sudo -nu root systemctl reload x", "env -u C A=b systemctl reload x",
    "/usr/bin/env systemctl reload x", "A=b systemctl reload x", "nohup systemctl reload x &",
    "timeout --signal KILL 5 systemctl reload x", "timeout -k 1 5 nice -n 5 ionice -c2 -n7 systemctl reload x",
    "exec systemctl reload x", "eval \"systemctl reload x\"", "eval systemctl reload x", "exec /bin/systemctl reload x",
    "find /x -name y -exec systemctl reload {} \\;", "find /x -exec sh -c 'systemctl reload x' \\; -print",
    "echo x | xargs -r -n 1 systemctl reload", "su - root -c 'systemctl reload x'",
    "runuser -u a -- systemctl reload x",
    "trap 'systemctl start x' EXIT", "flock /x -c 'systemctl reload x'", "flock -n /x systemctl reload x",
    "sh <<'X'\nsystemctl reload x\nX", "bash -c \"sh -c 'systemctl reload x'\"", "y=$(systemctl is-active x)",
    "echo \"${y:-$(systemctl is-active x)}\"", "if ! systemctl -q is-active x; then :; fi",
    "f() { systemctl reload x; }; f",
    "ctl=systemctl\n$ctl reload x", "SUDO=; [ -w / ] || SUDO=sudo\n$SUDO systemctl reload x",
    "$SUDO systemctl reload x",
    "case $y in a) systemctl reload x;; esac", "( systemctl reload x )", "true && { systemctl reload x; }",
    "systemctl() { :; }; sudo systemctl reload x", "while read -r y; do systemctl reload $y; done < /x",
  ])
  func seesThrough(_ text: String) { #expect(SandboxNeeds.of(text, shell: .sh) == ["systemd"]) }

  /// Texts in texts in texts come to an end.
  @Test func endsInDeepTexts() {
    var text = "systemctl reload x"
    for _ in 1...40 { text = "eval " + text }
    #expect(SandboxNeeds.of(text, shell: .sh) == [])
  }
}
