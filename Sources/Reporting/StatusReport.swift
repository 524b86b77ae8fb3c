import Catalog
import Execution
import Planning
import RunLog
import Scheduling

/// `maint status`: answers "is this host fine?" in its first line, then says what needs a human, what did not succeed,
/// what runs now, and when each tier ran last.
package struct StatusReport: Sendable {
  private(set) var status: HostStatus
  let alive: Set<Int>
  private let survivors: [Survivor]
  private let noRunLog: NoRunLog?
  /// The backups of `tasksInDoubt`, where there are any.
  package var backups: [TaskOfRun: BackupFolder] = [:]
  /// Backups whose folders are gone, though maint did not prune them, the newest first.
  package var missingBackups: [BackupID] = []
  /// Those of them that a verification has found gone: now they can be struck off.
  package var missingFound: Set<BackupID> = []
  /// Those of the project that make backups, made some, and have none any more: they are pruned, or struck off.
  package var tasksWithoutBackup: [TaskName] = []
  /// What restores left beside paths of tasks that somebody has resolved since: each folder, and what it holds.
  package var leftovers: [String] = []
  /// What somebody restored from backups in the last week, the newest first.
  package var restores: [BackupEvent] = []
  /// Those that are in force.
  package var exceptions: [WindowExceptionRecord] = []
  /// Requests that wait for somebody's word, and those that are approved and not yet used, oldest first; then those
  /// that were rejected, and for which their tasks wait.
  package var approvals: [ApprovalRecord] = []
  /// What is known of the ways back of tasks, by name.
  package var rollbackProofs: [(task: TaskName, proof: RollbackProof)] = []
  /// What nothing starts, or only waits for an answer and has missed a period by that.
  package var overdue: [OverdueTask] = []
  /// What the clock does about tasks that have failed, as far as it does anything.
  package var nextTries: [TaskName: NextTry] = [:]
  /// nil: the project is sound, or not there.
  package var unsoundProject: UnsoundProject?
  package var schedules = ScheduleLosses()
  /// Messages that did not reach people, by channel.
  package var undelivered: [Undelivered] = []
  /// Those of the project that have a time to run, in its order; nil: the project is not known.
  package var tasks: [TaskName]?
  /// Of a page that is read when it is older: moments are told by it, and no ages.
  var pageZone: Zone?
  /// Makes those that are told.
  package var command = CommandText()
  /// About runs and requests for approval of other projects that have the same run log, by their numbers.
  package var runCommands: [Int: CommandText] = [:]
  package var requestCommands: [Int: CommandText] = [:]

  /// `alive` holds the numbers of the runs without an outcome whose maint process is still there.
  package init(status: HostStatus, alive: Set<Int>, survivors: [Survivor] = []) {
    self.status = status
    self.alive = alive
    self.survivors = survivors
    noRunLog = nil
  }

  /// Of a state folder without a run log.
  package init(at moment: Timestamp, _ noRunLog: NoRunLog) {
    status = HostStatus(at: moment)
    alive = []
    survivors = []
    self.noRunLog = noRunLog
  }

  /// The same with its ages as of a later moment.
  func asked(at moment: Timestamp) -> StatusReport {
    var report = self
    report.status.at = moment
    return report
  }

  package var verdict: Verdict {
    if noRunLog != nil { return .noRunLog }
    let matters = matters
    if matters.contains(where: \.needsHuman) { return .humanNeeded }
    if !matters.isEmpty { return .attention }
    return status.lastRun == nil || isUntried ? .noRuns : .fine
  }

  /// One sentence.
  package var answer: String {
    switch verdict {
    case .fine where status.warnings.isEmpty:
      "This host is fine: every task \(last)\(exception)\(untried)\(scheduleRemark)\(unheard)."
    case .fine: "This host is fine, with \(warnings)\(untried)\(scheduleRemark)\(unheard)."
    case .attention: "This host needs attention: \(attention)."
    case .humanNeeded: "THIS HOST NEEDS A HUMAN: \(doubt)."
    case .noRuns: noRuns
    case .noRunLog: noRunLog?.sentence ?? ""
    }
  }

  /// The tasks whose backups are worth knowing of.
  package var tasksInDoubt: [TaskOfRun] { needsHuman.map(\.place) }

  /// The last outcome of these tasks is not `succeeded`, but nobody is needed before they can run again.
  var unhappy: [HostStatus.UnhappyTask] {
    let human = needsHuman
    let found = status.unhappyTasks.filter { task in
      let isTold = human.contains { $0.task == task.name && $0.run >= task.run }
      let isRefused = task.result.outcome == .refused && status.unresolved.contains { $0.runbook == task.runbook }
      return !isTold && !isRefused && !task.isTakenBack && !task.isRemoved
    }
    // What others were held up by comes first.
    return found.filter { !$0.isHeldUp } + found.filter(\.isHeldUp)
  }

  package var failedTasks: [TaskName] { unhappy.filter { $0.result.outcome.isFailedTry }.map(\.name) }

  /// Those that nobody can rely on.
  package var badBackups: Set<BackupID> {
    Set(missingBackups).union(status.damagedBackups.map { BackupID(run: $0.run, task: $0.task) })
  }

  /// Tasks whose last change somebody had taken back.
  var takenBack: [HostStatus.UnhappyTask] { status.unhappyTasks.filter(\.isTakenBack) }

  /// Those that were given, and count no more, as what was approved is different now: somebody counts on them. And those that
  /// somebody changed in the run log.
  var lostApprovals: [ApprovalRecord] {
    approvals.filter { record in
      let isGiven = !record.words.isEmpty || !record.lapsed.isEmpty
      return record.ending == nil && (record.isAltered || !record.changes.isEmpty && isGiven)
    }
  }

  /// Tasks that are none any more, and did not succeed while they were: nobody can try them again.
  var removed: [HostStatus.UnhappyTask] { status.unhappyTasks.filter(\.isRemoved) }

  /// Those that commands may be about.
  package var runsTold: Set<Int> {
    Set(status.unhappyTasks.map(\.run) + status.unresolved.map(\.run) + status.running.map(\.number))
      .union(survivors.map(\.run))
  }

  /// Makes commands about a run, or about a task that it had.
  func command(ofRun run: Int) -> CommandText { runCommands[run] ?? command }

  /// The runs of those that are not there.
  package func unhappyRuns(isThere: (TaskName) -> Bool) -> [Int] {
    status.unhappyTasks.filter { !isThere($0.name) }.map(\.run)
  }

  /// Takes note of what is no task any more; alarms about it are over.
  package mutating func leaveOut(isRemoved: (TaskName, _ run: Int) -> Bool) {
    for index in status.unhappyTasks.indices {
      let task = status.unhappyTasks[index]
      status.unhappyTasks[index].isRemoved = isRemoved(task.name, task.run)
    }
    let gone = Set(removed.map(\.name))
    status.alerts.removeAll { $0.task.map(gone.contains) ?? false }
  }

  /// Tasks whose last drill found a backup that cannot be restored, or missed a target.
  var alarmingDrills: [BackupEvent] { status.drills.filter(\.isAlarming) }

  /// Those whose maint is there, and who that is.
  package var runsUnderWay: [(number: Int, process: ProcessIdentity, bootID: String)] {
    liveRuns.map { ($0.number, $0.header.process, $0.header.bootID) }
  }

  var deadRuns: [RunRecord] { status.running.filter { !alive.contains($0.number) } }
  /// Those of which no task is among those that need a human, and tells it.
  var untoldDeadRuns: [RunRecord] {
    let told = Set(needsHuman.map(\.run))
    return deadRuns.filter { !told.contains($0.number) }
  }
  var liveRuns: [RunRecord] { status.running.filter { alive.contains($0.number) } }

  /// Tasks that left the host in doubt, oldest first.
  var needsHuman: [HumanCase] {
    var cases = status.unresolved.map { HumanCase(unresolved: $0, command(ofRun: $0.run)) }
    func add(_ human: HumanCase) { if !cases.contains(where: { $0.place == human.place }) { cases.append(human) } }
    for task in status.unhappyTasks where task.result.cleanupFailed && !task.isResolved {
      add(HumanCase(uncleaned: task, command(ofRun: task.run)))
    }
    for run in deadRuns {
      let command = command(ofRun: run.number)
      for case let human? in run.tasks.map({ HumanCase(open: $0, run: run.number, command) }) { add(human) }
    }
    for survivor in survivors { add(HumanCase(surviving: survivor, command(ofRun: survivor.run))) }
    for index in cases.indices {
      cases[index].survivors = survivors.filter { TaskOfRun(run: $0.run, task: $0.task) == cases[index].place }
    }
    return cases.sorted { $0.run < $1.run }
  }

  /// What is true of tasks that never ran, too.
  private var last: String {
    neverRun?.isEmpty == true ? "succeeded the last time it ran" : "that has run succeeded the last time"
  }

  private var untried: String {
    guard let count = neverRun?.count, count > 0 else { return "" }
    return "; \(Count(count, "task")) \(count == 1 ? "has" : "have") never run"
  }

  private var noRuns: String {
    guard let last = status.lastRun else { return "No runs yet: \(command("run daily")) starts one." }
    if alive.contains(last.number) { return "No task has run to its end yet: run \(last.number) is under way." }
    return "No task has run yet: \(command("show \(last.number)")) says why the last run began none."
  }

  private var exception: String {
    (takenBack.isEmpty ? "" : ", or was taken back on request")
      + (status.overWithIncident.isEmpty ? "" : ", or is over with its incident")
  }

  private var doubt: String {
    let human = needsHuman
    let only = human.first.map { "\($0.task), run \($0.run): \($0.brief)" }
    let tasks = human.count > 1 ? "\(human.count) tasks left it in doubt" : only
    let strange = status.strange.map { "somebody has put a \($0.kind.rawValue) into the run log, so nothing is run" }
    return Self.sentence([strange, tasks, untended])
  }

  private var attention: String {
    let held = unhappy.filter(\.isHeldUp).count
    let failed = unhappy.count - held
    let tasks = failed == 1 ? "1 task did not succeed the last time it ran" : nil
    let several = failed > 1 ? "\(failed) tasks did not succeed the last time they ran" : nil
    let blocked = held == 0 ? nil : "\(Count(held, "task")) \(held == 1 ? "was" : "were") held up by others"
    let dead = deadRuns.first.map { "run \($0.number) ended without an outcome" }
    let due = status.dueCopies.count
    let copies = due == 0 ? nil : "\(Count(due, "backup")) \(due == 1 ? "is" : "are") not copied off-site"
    let alarming = alarmingDrills
    let drill = alarming.first.map { "the last drill of \($0.task) was not well" }
    let drills = alarming.count > 1 ? "the last drills of \(alarming.count) tasks were not well" : drill
    let stuck = neverStarting == 0 ? nil : "\(Count(neverStarting, "task")) cannot start (see Alerts)"
    let late =
      missedWindows == 0
      ? nil : "\(Count(missedWindows, "task")) missed \(missedWindows == 1 ? "its" : "their") window (see Alerts)"
    let lost = lostApprovals.first.map { record in
      let what = record.isAltered ? "was altered in the run log" : "counts no more"
      return "the approval of \(record.task) \(what)"
    }
    let all = lostApprovals.count > 1 ? "\(lostApprovals.count) approvals count no more" : lost
    return Self.sentence([
      unsoundProject?.words, lostSchedules, incidents, tasks ?? several, gaveUp, blocked, dead, stuck, late,
      overdueWords,
      unansweredWords, all, copies, lostBackups, drills, deaf,
    ])
  }

  /// Of what there is of its parts: `a, b, and c`.
  private static func sentence(_ parts: [String?]) -> String {
    let parts = parts.compactMap(\.self)
    return (parts.dropLast(2) + [parts.suffix(2).joined(separator: ", and ")]).joined(separator: ", ")
  }

  private var gaveUp: String? {
    let count = Set(status.alerts.filter { $0.kind == .gaveUp }.compactMap(\.task)).count
    return count == 0 ? nil : "\(Count(count, "task")) \(count == 1 ? "was" : "were") given up (see Alerts)"
  }

  private var missedWindows: Int { status.alerts.lazy.filter { $0.kind == .missedWindow }.count }

  private var neverStarting: Int { status.alerts.lazy.filter { $0.kind == .neverStarts }.count }

  private var lostBackups: String? {
    let (damaged, missing) = (status.damagedBackups.count, missingBackups.count)
    if damaged + missing == 0 { return nil }
    let what = [damaged > 0 ? "damaged" : nil, missing > 0 ? "missing" : nil].compactMap { $0 }
    return "\(Count(damaged + missing, "backup")) \(damaged + missing == 1 ? "is" : "are") "
      + what.joined(separator: " or ")
  }

  /// How many, and the runs that tell, at most three of them.
  private var warnings: String {
    let count = Count(status.warnings.values.reduce(0, +), "warning")
    let runs = status.warnings.keys.sorted(by: >).prefix(3).map { command("show \($0)") }
    return "\(count): \(runs.joined(separator: ", "))"
  }
}
