import Catalog

/// The variables that every shell text of maint finds.
enum ShellEnvironment {
  /// `TZ` is there where maint has it; no text that reads it is called wrong on another host.
  static let base: Set<String> = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ"]

  /// What any POSIX shell sets by itself: 2.5.3. `OLDPWD` is there after a `cd`.
  static let shell: Set<String> = ["IFS", "OPTIND", "PPID", "PS1", "PS2", "PS4", "PWD", "OLDPWD", "LINENO", "_"]

  /// What bash sets besides: bash(1), Shell Variables.
  static let bash: Set<String> = [
    "BASH", "BASHOPTS", "BASHPID", "BASH_ALIASES", "BASH_ARGC", "BASH_ARGV", "BASH_ARGV0", "BASH_CMDS", "BASH_COMMAND",
    "BASH_EXECUTION_STRING", "BASH_LINENO", "BASH_REMATCH", "BASH_SOURCE", "BASH_SUBSHELL", "BASH_VERSINFO",
    "BASH_VERSION", "COLUMNS", "DIRSTACK", "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "FUNCNAME", "GROUPS", "HOSTNAME",
    "HOSTTYPE", "LINES", "MACHTYPE", "OPTERR", "OSTYPE", "PIPESTATUS", "RANDOM", "SECONDS", "SHELLOPTS", "SHLVL",
    "SRANDOM", "TERM", "UID",
  ]

  /// What maint tells every step; the folder of the backup only where there is a backup stage.
  static let told: Set<String> = [
    "MAINT_RUN", "MAINT_TASK", "MAINT_STAGE", "MAINT_STEP", "MAINT_ATTEMPT", "MAINT_STATE", "MAINT_PROJECT",
    "MAINT_EXECUTABLE", "MAINT_REHEARSAL", "MAINT_METRICS", "MAINT_SUMMARY", "MAINT_ENV", "MAINT_WARNINGS",
    backupFolder,
  ]

  static let toldAfterwards: Set<String> = ["MAINT_OUTCOME", "MAINT_FAILED_STEP"]

  /// What maint tells `copy_to`, which runs when the steps are over.
  static let toldToCopy: Set<String> = [
    "MAINT_RUN", "MAINT_TASK", "MAINT_STATE", "MAINT_PROJECT", "MAINT_EXECUTABLE", "MAINT_REHEARSAL", "MAINT_BACKUP",
    backupFolder,
  ]

  /// What the command of a channel is given, which is no step and does not know maint's zone.
  static let toldToChannel = base.subtracting(["TZ"]).union(ChannelVariable.allCases.map(\.rawValue))

  static let backupFolder = "MAINT_BACKUP_DIR"
}
