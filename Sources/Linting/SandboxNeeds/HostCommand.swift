/// A program of which some calls, or all, need what no sandbox has.
struct HostCommand: Sendable {
  /// In words.
  let need: String
  /// Whether a call with these arguments does; one that works the same in a sandbox does not.
  let needsHost: @Sendable (HostArguments) -> Bool

  /// nil: no call of it does.
  init?(named program: String) {
    // `mkfs.ext4` is one of mkfs.
    let family = program.prefix { $0 != "." }
    let isOfFamily = ["mkfs", "fsck", "mount", "umount"].contains(family)
    guard let known = Self.known[isOfFamily ? String(family) : program] else { return nil }
    self = known
  }

  private init(need: String, needsHost: @escaping Rule) {
    self.need = need
    self.needsHost = needsHost
  }

  private static let known: [String: HostCommand] = {
    var known: [String: HostCommand] = [:]
    for (need, rules) in all {
      for (programs, rule) in rules {
        for program in programs.split(separator: " ") {
          known[String(program)] = HostCommand(need: need, needsHost: rule)
        }
      }
    }
    return known
  }()

  private typealias Rule = @Sendable (HostArguments) -> Bool
  private typealias Rules = KeyValuePairs<String, Rule>

  private static let always: Rule = { _ in true }

  private static let all: KeyValuePairs<String, Rules> = [
    "systemd": systemd, "a running service": services,
    "a restart of the host": [
      "reboot shutdown poweroff halt telinit kexec": always, "init": { !$0.operands().isEmpty },
    ],
    "mounts": mounts, "block devices": blockDevices, "the kernel": kernel, "the host's network": network,
    "a container engine": [
      "docker docker-compose podman podman-compose buildah nerdctl ctr crictl runc lxc incus virsh systemd-nspawn":
        always
    ],
    "the host's clock": [
      "hwclock ntpdate rdate chronyc": always, "ntpd chronyd": { $0.has("-q") },
      "date": { arguments in
        arguments.words.contains { $0.text.hasPrefix("-s") || $0.text.hasPrefix("--set") }
          || arguments.operands(valued: "dfr").contains { $0.text.count >= 8 && Int($0.text) != nil }
      },
    ],
  ]

  private static let systemd: Rules = [
    "systemctl service invoke-rc.d deb-systemd-invoke rc-service initctl systemd-run systemd-notify": always,
    "loginctl timedatectl hostnamectl localectl resolvectl networkctl machinectl busctl": always,
    "journalctl": { $0.has("--rotate", "--flush", "--sync", "--relinquish-var") },
    "udevadm": { $0.has(word: ["control", "trigger", "settle"]) },
  ]

  /// They speak to a daemon of the host. One that a step starts in the sandbox is its own.
  private static let services: Rules = [
    "kill": { $0.reachService }, "pkill killall killall5 skill": always,
    "fuser": { $0.has("-k", "--kill") }, "start-stop-daemon": { $0.has("-K", "--stop", "-T", "--status") },
    "nginx": { $0.has("-s") },
    "apachectl apache2ctl apache2 httpd": {
      $0.has(word: ["restart", "graceful", "graceful-stop", "stop", "status", "fullstatus"])
    },
    "pg_ctl pg_ctlcluster": { $0.has(word: ["stop", "restart", "reload", "promote", "status", "kill", "logrotate"]) },
    "postfix": { $0.has(word: ["stop", "reload", "flush", "abort", "status"]) },
    "haproxy": { $0.has(word: ["-sf", "-st"]) }, "exportfs": { !$0.words.isEmpty },
    "rndc unbound-control fail2ban-client supervisorctl varnishadm doveadm asterisk dbus-send gdbus": always,
    "monit": { !$0.has("-t") },
  ]

  private static let mounts: Rules = [
    "mount": { arguments in
      // Without anything to mount it lists what is.
      arguments.areFed || !arguments.operands(valued: "tO").isEmpty || arguments.has("-a", "--all", "-L", "-U")
    },
    "umount swapoff fusermount fusermount3 fstrim fsfreeze quotaon quotaoff quotacheck setquota xfs_growfs": always,
    "swapon": { arguments in
      arguments.areFed || !arguments.operands().isEmpty || arguments.has("-a", "--all", "-L", "-U")
    },
    "losetup": { arguments in
      !arguments.operands(valued: "jO").isEmpty
        || arguments.has("-d", "-D", "-c", "--detach", "--detach-all", "--set-capacity")
    },
  ]

  private static let blockDevices: Rules = [
    // In a file that is named they work in a sandbox, too.
    "mkfs mke2fs mkswap fsck e2fsck tune2fs resize2fs parted fdisk sfdisk gdisk sgdisk wipefs blkid cryptsetup": {
      $0.reachDevice
    },
    "dd": { $0.words.contains { $0.text.hasPrefix("of=") && HostFile.need(writing: $0.dropping(3)) != nil } },
    "partprobe partx blkdiscard blockdev hdparm smartctl nvme mdadm multipath zpool zfs btrfs": always,
    "lvm lvs lvdisplay lvcreate lvextend lvreduce lvresize lvremove lvrename lvchange lvconvert lvscan": always,
    "vgs vgdisplay vgcreate vgextend vgreduce vgremove vgrename vgchange vgscan vgcfgbackup vgcfgrestore": always,
    "pvs pvdisplay pvcreate pvresize pvremove pvchange pvmove pvscan": always,
    "grub-install grub-mkconfig grub2-install grub2-mkconfig update-grub": always,
  ]

  private static let kernel: Rules = [
    "modprobe": {
      !$0.has("-n", "--dry-run", "-D", "--show-depends", "-c", "--showconfig", "-R", "--resolve-alias")
    },
    "insmod rmmod dmsetup setenforce aa-enforce aa-complain aa-disable aa-teardown zramctl": always,
    "sysctl": { arguments in
      arguments.has("-w", "--write", "-p", "--load", "--system")
        || arguments.operands().contains { $0.text.contains("=") }
    },
    "auditctl": { !$0.has("-l", "-s") }, "apparmor_parser": { !$0.has("-Q", "--skip-kernel-load", "-p", "-N") },
    "dmesg": { $0.has("-c", "-C", "-n", "-D", "-E", "--clear", "--read-clear") },
    "tee": { $0.operands().contains { HostFile.need(writing: $0) != nil } },
  ]

  /// The network of a sandbox is its own: its filters are not the host's, and nobody compares them. Addresses and routes are
  /// compared, and `ip` says itself what is not there.
  private static let network: Rules = [
    "iptables ip6tables iptables-save ip6tables-save arptables ebtables ipset ipvsadm conntrack": always,
    "iptables-restore ip6tables-restore": { !$0.has("-t", "--test") }, "nft": { !$0.has("-c", "--check") },
    "ufw": { !$0.has("--dry-run") }, "netplan": { $0.has(word: ["apply", "try"]) },
    "firewall-cmd nmcli ifup ifdown wg wg-quick ethtool brctl": always,
    "tc": {
      $0.has(word: ["add", "del", "delete", "set", "change", "replace", "append", "flush", "restore"])
    },
  ]
}

extension ShellWord {
  /// Without so many characters in front.
  fileprivate func dropping(_ count: Int) -> ShellWord {
    var word = self
    word.text = String(text.dropFirst(count))
    return word
  }
}
