/// Variables that a runbook may not take for its parameters and secrets.
enum ReservedVariable {
  /// Why the name is taken; nil for a free one.
  static func reason(for name: String) -> String? {
    if name.hasPrefix("MAINT_") { return "names that begin with MAINT_ tell a step about its run" }
    if environment.contains(name) { return "it is part of the environment that every step gets" }
    // Their values would decide what is executed, and values must never become commands.
    if shell.contains(name) || name.hasPrefix("LD_") || name.hasPrefix("BASH_") {
      return "the shell or the loader acts on it by itself"
    }
    return nil
  }

  private static let environment: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "PWD", "TERM",
  ]

  private static let shell: Set<String> = [
    "ENV", "IFS", "PS1", "PS2", "PS4", "OLDPWD", "PPID", "OPTIND", "OPTARG", "OPTERR", "LINENO", "CDPATH", "SHELLOPTS",
    "BASHOPTS", "UID", "EUID", "GROUPS", "RANDOM", "SECONDS", "HOSTNAME", "FUNCNAME", "DIRSTACK", "GLOBIGNORE",
  ]
}
