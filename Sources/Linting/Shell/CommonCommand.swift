/// Names by which a line is known to be a command of its own, where it might also be the argument of another.
enum CommonCommand {
  /// What no argument is called that is not the name of a command. Names that are words of other programs' languages,
  /// such as `install` and `test`, are none of them.
  static let names: Set<String> = [
    "if", "for", "while", "until", "case", "exit", "cd", "set", "export", "unset", "trap", "umask", "echo", "printf",
    "apt", "apt-get", "dnf", "yum", "zypper", "apk", "dpkg", "rpm", "pip", "pip3", "npm", "systemctl", "service",
    "journalctl", "cp", "mv", "rm", "mkdir", "rmdir", "ln", "chmod", "chown", "chgrp", "touch", "cat", "grep", "sed",
    "awk", "find", "tar", "gzip", "gunzip", "curl", "wget", "rsync", "ssh", "scp", "mount", "umount", "ls", "df", "du",
    "ps", "kill", "pkill", "sleep", "mysql", "mysqldump", "psql", "pg_dump", "pg_restore", "sqlite3", "redis-cli",
    "docker", "podman", "kubectl", "git", "sysctl", "useradd", "usermod", "userdel", "crontab", "logrotate", "reboot",
    "shutdown", "certbot", "openssl", "python3", "bash", "sh", "sudo", "tee", "mktemp", "nft", "iptables", "ufw",
  ]

  /// Programs whose arguments are commands, packages named like commands, or prose.
  static let takers: Set<String> = Set(CommandWrapper.known.keys).union([
    "docker", "podman", "kubectl", "ssh", "su", "runuser", "find", "git", "make", "which", "type", "hash", "man",
    "echo",
    "printf", "logger", "wall", "apt", "apt-get", "aptitude", "dnf", "yum", "zypper", "apk", "pacman", "snap", "dpkg",
    "rpm", "pip", "pip3", "npm", "systemctl", "service", "pgrep", "pkill", "killall", "pidof", "openssl",
  ])
}
