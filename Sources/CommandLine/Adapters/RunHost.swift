import Catalog
import Execution
import Glibc
import Scheduling

/// The host as a run's tasks need it: commands, secrets, environments, report files and backup folders.
final class RunHost: TaskHost {
  private let state: String
  private let run: Int
  private let environment: HostEnvironment
  private let runner: SupervisedRunner
  private let refusals: (String) -> String?
  private let reports: String
  /// The folder for reports was made, with the first step.
  private var hasReports = false
  private let base: [String]
  /// Each looked up once, so that a step's environment, folder and process are of the same user.
  private var accounts: [String: UserAccount] = [:]
  private var reportsOfUsers: [String: String] = [:]

  /// `refusals` asks the run log why a runbook must not run.
  init(
    state: String, run: Int, environment: HostEnvironment, runner: SupervisedRunner,
    refusals: @escaping (String) -> String?
  ) {
    self.refusals = refusals
    self.state = state
    self.run = run
    self.environment = environment
    self.runner = runner
    reports = "\(state)/runs/\(run)"
    base = environment.variables(for: nil)
  }

  /// Removes the run's report files; what cannot be removed is small and is left.
  func close() {
    _ = FolderRemoval.remove(reports)
    for folder in reportsOfUsers.values { _ = FolderRemoval.remove(folder) }
  }

  func refusal(of runbook: String) -> String? { refusals(runbook) }

  func missingCommands(_ names: [String]) -> [String] {
    names.filter { !HostEnvironment.has($0) }
  }

  func values(of secrets: [Secret]) throws(PreparationFailure) -> [String] {
    var values: [String] = []
    for secret in secrets { values.append(try SecretReader(runner: runner, environment: base).value(of: secret)) }
    return values
  }

  func commandUser(_ name: String?) throws(PreparationFailure) -> CommandUser? {
    guard let name else { return nil }
    let account = try account(name)
    // Who is not root can only be the user asked for, and need not change to it.
    return geteuid() == 0 ? CommandUser(uid: account.uid, gid: account.gid) : nil
  }

  func baseEnvironment(user: String?) throws(PreparationFailure) -> [String] {
    guard let user else { return base }
    return environment.variables(for: try account(user))
  }

  func reportPath(process: Int, user: String?) throws(PreparationFailure) -> String {
    guard let user else {
      if !hasReports {
        try makeFolder("\(state)/runs")
        try makeFolder(reports)
        hasReports = true
      }
      return "\(reports)/\(process)"
    }
    return "\(try reportFolder(of: user))/\(process)"
  }

  func takeReport(path: String) -> StepReport { ReportReader.take(path: path) }

  func backupFolder(of task: TaskName) throws(PreparationFailure) -> String {
    let folder = "\(state)/backups/\(run)/\(task)"
    try makeFolder("\(state)/backups")
    try makeFolder("\(state)/backups/\(run)")
    try makeFolder(folder)
    return folder
  }

  func discardBackup(folder: String) -> String? {
    let problem = FolderRemoval.remove(folder)
    // The run's own folder goes with its last backup; it stays while another task's is in it.
    rmdir("\(state)/backups/\(run)")
    return problem.map { "the partial backup could not be removed: \($0)" }
  }

  private func account(_ user: String) throws(PreparationFailure) -> UserAccount {
    if let known = accounts[user] { return known }
    guard let account = UserAccount.named(user) else {
      throw PreparationFailure(message: "there is no user '\(user)' on this host")
    }
    guard geteuid() == 0 || account.uid == geteuid() else {
      throw PreparationFailure(
        message: "only root can run a step as '\(user)', and maint runs as '\(environment.account.name)'")
    }
    accounts[user] = account
    return account
  }

  /// The state folder is closed to other users, so their reports go to a folder of their own in /tmp.
  private func reportFolder(of user: String) throws(PreparationFailure) -> String {
    if let folder = reportsOfUsers[user] { return folder }
    let account = try account(user)
    var template = Array("/tmp/maint-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw PreparationFailure(message: "no folder could be made in /tmp: \(SystemError.words(errno))")
    }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    reportsOfUsers[user] = folder
    guard chown(folder, account.uid, account.gid) == 0 else {
      throw PreparationFailure(message: "\(folder) could not be given to '\(user)': \(SystemError.words(errno))")
    }
    return folder
  }

  private func makeFolder(_ path: String) throws(PreparationFailure) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw PreparationFailure(message: "the folder \(path) could not be made: \(SystemError.words(errno))")
    }
  }
}
