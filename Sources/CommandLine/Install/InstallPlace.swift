import Glibc

/// Where a starter looks for what it is to start.
enum InstallPlace {
  /// Files of these names in a folder.
  case folder(String)
  /// Lines in the crontab of the user who runs maint.
  case crontab

  /// `root` stands before the paths of the host's own.
  init(_ starter: Starter, isUser: Bool, root: String, variables: ProcessVariables) throws(CommandFailure) {
    switch (starter, isUser) {
    case (.cron, true): self = .crontab
    case (.cron, false): self = .folder("\(root)/etc/cron.d")
    case (.systemd, false): self = .folder("\(root)/etc/systemd/system")
    case (.systemd, true): self = .folder("\(try Self.configuration(variables))/systemd/user")
    }
  }

  /// systemd.unit(5): only an absolute XDG_CONFIG_HOME counts.
  private static func configuration(_ variables: ProcessVariables) throws(CommandFailure) -> String {
    if let folder = variables.value("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder }
    let home = variables.value("HOME") ?? UserAccount.current().home
    return FolderChoice.absolute("\(home)/.config")
  }
}
