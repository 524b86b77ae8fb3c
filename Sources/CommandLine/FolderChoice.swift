import Catalog
import Diagnostics
import Glibc
import Rehearsal
import RunLog

/// Finds the project and the state folder: by option, by environment, by rule.
struct FolderChoice {
  let invocation: Invocation
  let variables: ProcessVariables

  /// `-C DIR`, else `$MAINT_PROJECT`, else the working directory if it has both folders, else `/etc/maint`.
  var project: String {
    if let folder = named { return Self.trimmed(folder) }
    return Self.isFolder("schedules") && Self.isFolder("runbooks") ? "." : Self.usualProject
  }

  private var named: String? { invocation.value(.project) ?? variables.value("MAINT_PROJECT") }

  /// What somebody named the project with; nil: nobody did.
  var namedBy: String? {
    named == nil ? nil : invocation.value(.project) == nil ? "MAINT_PROJECT" : "-C"
  }

  /// `--state DIR`, else `$MAINT_STATE`, else `/var/lib/maint` for root and `$XDG_STATE_HOME/maint` for others; always
  /// absolute, because steps are told it and run elsewhere.
  func state() throws(CommandFailure) -> String {
    guard let folder = invocation.value(.state) ?? variables.value("MAINT_STATE") else { return try usualState() }
    let state = Self.absolute(folder)
    guard !Sandbox.isInWorkplace(state) || Sandbox.isAround else {
      throw CommandFailure(
        "\(state) is where a rehearsal keeps its run log, and this is the host itself",
        hint: "choose another state folder: --state DIR, or MAINT_STATE, which may still be set to that of a rehearsal",
        exitCode: .usage)
    }
    return state
  }

  /// What a command that is to be typed elsewhere needs to find the state folder: nothing, or ` --state DIR`.
  func stateOption() throws(CommandFailure) -> String {
    let folder = try state()
    return folder == (try? usualState()) ? "" : " --state \(ShellText.quoted(folder))"
  }

  /// Likewise for the project, unless it is found without: nothing, or ` -C DIR`.
  var projectOption: String {
    guard let folder = named else { return "" }
    return " -C \(ShellText.quoted(Self.absolute(folder)))"
  }

  /// Both, for who reads them elsewhere, as in a message: whatever is not the usual folder.
  var optionsElsewhere: String { optionsElsewhere(of: Self.absolute(project)) }

  /// Likewise of a project by its absolute path.
  func optionsElsewhere(of folder: String) -> String {
    let project = folder == Self.usualProject ? "" : " -C \(ShellText.quoted(folder))"
    // Whoever has no state folder has been told so.
    return project + ((try? stateOption()) ?? "")
  }

  /// What a command about something of another project, by its absolute path, needs: its folder in any case, for where it is
  /// typed this one's is found.
  func options(ofOther folder: String) -> String {
    " -C \(ShellText.quoted(folder))" + ((try? stateOption()) ?? "")
  }

  /// How messages of a project, by its absolute path, say what to type.
  func messageCommand(ofProject folder: String) -> MessageCommand {
    let needsRoot = (try? state()).map(Self.belongsToRoot) ?? false
    return MessageCommand(prefix: needsRoot ? "sudo " : "", folders: optionsElsewhere(of: folder))
  }

  /// Root alone can use what is in it.
  static func belongsToRoot(_ folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) == 0 && status.st_uid == 0
  }

  private static let usualProject = "/etc/maint"

  private func usualState() throws(CommandFailure) -> String {
    if geteuid() == 0 { return "/var/lib/maint" }
    if let folder = variables.value("XDG_STATE_HOME"), folder.hasPrefix("/") { return "\(Self.trimmed(folder))/maint" }
    guard let home = variables.value("HOME") ?? Self.home else {
      throw CommandFailure(
        "no place for the run log: neither MAINT_STATE nor HOME is set", hint: "give it with --state DIR",
        exitCode: .cannotWrite)
    }
    return Self.absolute("\(home)/.local/state/maint")
  }

  static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return trimmed(path) }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    // A working directory that was removed has no path; what is given relative to it cannot be found either.
    guard getcwd(&buffer, buffer.count) != nil else { return trimmed(path) }
    let working = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    var folders = names(in: working)
    var names = names(in: trimmed(path))[...]
    // No name of the working directory is a link, so going up takes away the last; after a name that may be one, `..` stays.
    while let name = names.first, name == ".." || name == "." {
      if name == ".." { _ = folders.popLast() }
      names.removeFirst()
    }
    return "/" + (folders + names).joined(separator: "/")
  }

  /// Without links; nil where nothing is there.
  static func resolved(_ path: String) -> String? {
    let found = realpath(path, nil)
    defer { free(found) }
    return found.map { String(cString: $0) }
  }

  /// The same path without slashes that say nothing, and without `.` among its folders.
  private static func trimmed(_ path: String) -> String {
    let isAbsolute = path.utf8.first == slash
    var (trimmed, hasNames) = (isAbsolute ? "/" : "", false)
    for (offset, name) in names(in: path).enumerated() where name != "." || offset == 0 && !isAbsolute {
      if hasNames { trimmed += "/" }
      trimmed += name
      hasNames = true
    }
    return trimmed
  }

  /// By bytes: a slash and a mark that combines with it would be one character.
  private static func names(in path: String) -> [Substring] { path.utf8.split(separator: slash).map { Substring($0) } }

  private static let slash = UInt8(ascii: "/")

  private static var home: String? { UserAccount.named(UserAccount.current().name)?.home }

  /// Whether there are schedules in a folder: nothing else makes it a project.
  static func isProject(_ folder: String) -> Bool { isFolder("\(folder)/schedules") }

  /// Whether there was a project and is none any more: what cannot be looked at may be there.
  static func isGone(_ folder: String) -> Bool {
    var status = stat()
    return stat("\(folder)/schedules", &status) != 0 && [ENOENT, ENOTDIR].contains(errno)
  }

  /// Files that may be meant to be schedules and are not read, by their paths in the project.
  static func unreadSchedules(_ project: String) -> [String] {
    ProjectFolder("schedules", ofProject: project).unread.map { "schedules/\($0)" }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
