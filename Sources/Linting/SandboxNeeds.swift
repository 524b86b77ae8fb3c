import Catalog

/// Commands that need what no sandbox has: services, other kernels, mounts.
///
/// Found by their names in the shell text. What a script in another file calls is not seen.
package enum SandboxNeeds {
  /// What a text needs, in words, each once, in the order in which it is met.
  package static func of(_ text: String, shell: Step.Shell) -> [String] {
    var needs: [String] = []
    for command in ShellScript(text, shell: shell).commands {
      let words = command.wrapped.words
      guard let name = words.first, name.isStatic else { continue }
      let program = name.text.split(separator: "/").last.map(String.init) ?? ""
      guard let need = known[program], !needs.contains(need) else { continue }
      // Without it, it only reads.
      if program == "sysctl", !words.dropFirst().contains(where: { $0.text.hasPrefix("-w") || $0.text.contains("=") }) {
        continue
      }
      if program == "mount", words.count == 1 { continue }
      needs.append(need)
    }
    return needs
  }

  private static let known: [String: String] = {
    var known: [String: String] = [:]
    for (need, programs) in [
      (
        "systemd",
        [
          "systemctl", "service", "invoke-rc.d", "deb-systemd-invoke", "rc-service", "loginctl", "timedatectl",
          "hostnamectl", "localectl", "resolvectl", "networkctl", "systemd-run",
        ]
      ),
      ("a restart of the host", ["reboot", "shutdown", "poweroff", "halt", "init", "telinit", "kexec"]),
      ("mounts", ["mount", "umount", "swapon", "swapoff", "losetup", "cryptsetup"]),
      ("block devices", ["mkfs", "fsck", "parted", "sfdisk", "sgdisk", "mdadm", "lvcreate", "lvextend", "lvremove"]),
      ("the kernel", ["modprobe", "insmod", "rmmod", "sysctl", "dmsetup"]),
      ("a container engine", ["docker", "podman", "nerdctl", "ctr"]),
      ("the host's clock", ["hwclock", "ntpdate", "chronyc"]),
    ] {
      for program in programs { known[program] = need }
    }
    return known
  }()
}
