/// Variables that neither the parameters and secrets of a runbook nor what a step reports may take.
package enum ReservedVariable {
  /// Why the name is taken; nil for a free one.
  package static func reason(for name: String) -> String? {
    if name.hasPrefix(ownPrefix) { return "names that begin with \(ownPrefix) tell a step about its run" }
    if environment.contains(name) { return "it is part of the environment that every step gets" }
    // Their values would decide what is executed, and values must never become commands.
    if shell.contains(name) || library.contains(name) || actedOnPrefixes.contains(where: name.hasPrefix) {
      return "the shell or the loader acts on it by itself"
    }
    return nil
  }

  /// Of all that maint tells a step.
  package static let ownPrefix = "MAINT_"

  /// Of what the loader and bash act on.
  package static let actedOnPrefixes = ["LD_", "BASH_"]

  /// All that are taken besides those with a prefix, in the order of the alphabet.
  package static var names: [String] { (environment.union(library).union(shell)).sorted() }

  private static let environment: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "PWD", "TERM",
  ]

  /// Those that glibc itself ignores in programs that gain privileges: sysdeps/generic/unsecvars.h. setpriv gains none
  /// when root starts it for a step's user, so it would act on them as root.
  private static let library: Set<String> = [
    "GCONV_PATH", "GETCONF_DIR", "GLIBC_TUNABLES", "HOSTALIASES", "LOCALDOMAIN", "LOCPATH", "MALLOC_TRACE", "NIS_PATH",
    "NLSPATH", "RESOLV_HOST_CONF", "RES_OPTIONS", "TZDIR",
  ]

  private static let shell: Set<String> = [
    "ENV", "IFS", "PS1", "PS2", "PS4", "OLDPWD", "PPID", "OPTIND", "OPTARG", "OPTERR", "LINENO", "CDPATH", "SHELLOPTS",
    "BASHOPTS", "PROMPT_COMMAND", "POSIXLY_CORRECT", "UID", "EUID", "GROUPS", "RANDOM", "SECONDS", "HOSTNAME",
    "FUNCNAME", "DIRSTACK", "GLOBIGNORE",
  ]
}
