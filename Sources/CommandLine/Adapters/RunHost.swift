import Catalog
import Execution
import Glibc
import Planning
import RunLog
import Scheduling

/// The host as a run's tasks need it: commands, secrets, environments, report files and backup folders.
final class RunHost: TaskHost {
  private let state: String
  private let run: Int
  /// The run whose backups its tasks use.
  private let backups: Int
  private let environment: HostEnvironment
  private let runner: SupervisedRunner
  private let refusals: (String) -> String?
  private let admissions: (PlannedTask, Timestamp) -> TaskAdmission
  private let base: [String]
  /// Told the values of secrets before a step has them.
  var whenTold: ([String]) -> Void = { _ in }
  /// Whether a task may go on, asked before each of its steps.
  var objections: (PlannedTask) -> String? = { _ in nil }
  /// Of a task, the parameters that no step may report another value of.
  var settledParameters: (PlannedTask) -> Set<String> = { _ in [] }
  /// Each looked up once, so that a step's environment, folder and process are of the same user.
  private var accounts: [String: UserAccount] = [:]
  /// By user; nil is the user who runs maint. Each is made with the first step that needs it.
  private var reportFolders: [String?: ReportFolder] = [:]
  #if DEBUG
    private let failpoint = Failpoint()
  #endif

  /// `refusals` asks the run log why a runbook must not run, `admissions` whether a task may start at a moment.
  init(
    state: String, run: Int, environment: HostEnvironment, runner: SupervisedRunner,
    refusals: @escaping (String) -> String?,
    admissions: @escaping (PlannedTask, Timestamp) -> TaskAdmission = { _, _ in .admitted(nil) }, backups: Int? = nil
  ) {
    self.refusals = refusals
    self.admissions = admissions
    self.state = state
    self.run = run
    self.backups = backups ?? run
    self.environment = environment
    self.runner = runner
    base = environment.variables(for: nil)
  }

  /// Removes the run's report files.
  func close() {
    for folder in reportFolders.values { folder.remove() }
  }

  func refusal(of runbook: String) -> String? { refusals(runbook) }

  func admission(of task: PlannedTask, at moment: Timestamp) -> TaskAdmission { admissions(task, moment) }

  func objection(to task: PlannedTask) -> String? { objections(task) }

  func settledParameters(of task: PlannedTask) -> Set<String> { settledParameters(task) }

  func missingCommands(_ names: [String]) -> [String] {
    names.filter { !HostEnvironment.has($0) }
  }

  func values(of secrets: [Secret]) throws(PreparationFailure) -> [String] {
    var values: [String] = []
    for secret in secrets { values.append(try SecretReader(runner: runner, environment: base).value(of: secret)) }
    whenTold(values)
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

  func reportPath(of attempt: AttemptKey, user: String?) throws(PreparationFailure) -> String {
    "\(try reportFolder(of: user).path)/\(attempt.mark)"
  }

  func readReport(path: String, secrets: [String]) -> TakenReport {
    if reportFolders.values.allSatisfy(\.isEmpty) { return TakenReport() }
    guard let (folder, name) = reportFolder(at: path) else { return TakenReport() }
    return ReportReader.read(name, from: folder, secrets: secrets)
  }

  func removeReport(path: String) {
    guard let (folder, name) = reportFolder(at: path) else { return }
    ReportReader.remove(name, from: folder)
  }

  private func reportFolder(at path: String) -> (ReportFolder, name: String)? {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    return reportFolders.values.first { "\($0.path)/\(name)" == path }.map { ($0, name) }
  }

  func backupFolder(of task: TaskName) throws(PreparationFailure) -> String {
    let folder = BackupID(run: backups, task: task).folder(in: state)
    try makeFolder("\(state)/backups")
    try makeFolder("\(state)/backups/\(backups)")
    passFailpoint()
    try makeFolder(folder)
    passFailpoint()
    return folder
  }

  func discardBackup(folder: String) -> String? {
    let problem = FolderRemoval.remove(folder, beforeEach: passFailpoint)
    passFailpoint()
    // The run's own folder goes with its last backup; it stays while another task's is in it.
    rmdir("\(state)/backups/\(backups)")
    return problem.map { "the partial backup could not be removed: \($0)" }
  }

  private func passFailpoint() {
    #if DEBUG
      failpoint?.pass(.folders)
    #endif
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

  private func reportFolder(of user: String?) throws(PreparationFailure) -> ReportFolder {
    if let folder = reportFolders[user] { return folder }
    let folder: ReportFolder
    if let user {
      folder = try ReportFolder(for: try account(user))
    } else {
      try makeFolder("\(state)/runs")
      folder = try ReportFolder(at: "\(state)/runs/\(run)")
    }
    reportFolders[user] = folder
    return folder
  }

  private func makeFolder(_ path: String) throws(PreparationFailure) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw PreparationFailure(message: "the folder \(path) could not be made: \(SystemError.words(errno))")
    }
  }
}
