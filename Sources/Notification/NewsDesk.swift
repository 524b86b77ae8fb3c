import Catalog
import Execution
import RunLog
import Scheduling

/// Turns news into messages: what is said, how grave it is, and who is told.
package struct NewsDesk: Sendable {
  /// Names in one subject, and lines in one text, at most.
  private static let namesShown = 3
  private static let linesShown = 100

  private let routing: Routing
  private let pings: [String]
  private let remindEvery: Duration
  private let host: String
  private let project: String
  private let command: MessageCommand
  private let zone: Zone
  private let levels: [String: MaintenanceTask.AlertLevel]
  /// nil: there is no run.
  private let run: RunFacts?

  /// `levels`: how grave it is that a task fails, by its full name; warning for all others. `project`: its folder; several may
  /// share a run log. `command`: how messages say what to type.
  package init(
    _ coordination: Coordination, host: String, project: String = "", command: MessageCommand = MessageCommand(),
    zone: Zone,
    levels: [String: MaintenanceTask.AlertLevel] = [:],
    run: RunFacts? = nil
  ) {
    routing = Routing(coordination)
    pings = coordination.channels.filter { $0.kind == .ping }.map(\.name)
    remindEvery = coordination.remindEvery
    self.host = host
    self.project = project
    self.command = command
    self.zone = zone
    self.levels = levels
    self.run = run
  }

  /// nil: nobody can be told anything.
  package var announcer: Announcer? {
    if routing.isEmpty, pings.isEmpty { return nil }
    return Announcer(remindEvery: remindEvery, level: { levels[$0] ?? .warning }, compose: messages)
  }

  package func messages(_ news: News) -> [NewMessage] {
    switch news {
    case .runBegun(let run, let at): begun(run, at)
    case .runProgressed(let run, let ended, let at): progressed(run, ended, at)
    case .overran(let task, let run, let usual, let at): [overran(task, run, usual, at)]
    case .runEnded(let run, let outcome, let recoveries, let hasBegun, let at):
      ended(run, outcome, recoveries, hasBegun, at)
    case .failing(let tasks, let at): [failing(tasks, at, isReminder: false)]
    case .stillFailing(let tasks, let at): [failing(tasks, at, isReminder: true)]
    case .wellAgain(let tasks, let at): [wellAgain(tasks, at)]
    case .gone(let tasks, let at): [gone(tasks, at)]
    case .alert(let alert): [message(alert)]
    }
  }

  // MARK: Runs

  private func begun(_ number: Int, _ at: Timestamp) -> [NewMessage] {
    guard let run else { return [] }
    let ping = ping(.maintenanceNotifications, .info, number, "begun", at)
    guard run.changesSomething else { return ping }
    let time = run.estimate.map { ", and takes about \(DurationText.format($0))" } ?? ""
    return ping + [
      message(
        "begun", at, .info, .maintenanceNotifications, run: number, subject: "maintenance begins: \(run.title)",
        text: "Run \(number) (\(run.title), \(Self.tasks(run.tasks))) has begun \(zone.minute(at))\(time).\n")
    ]
  }

  private func progressed(_ number: Int, _ ended: Int, _ at: Timestamp) -> [NewMessage] {
    guard let run, run.changesSomething else { return [] }
    return [
      message(
        "progress\(ended)", at, .info, .progressUpdates, run: number,
        subject: "maintenance goes on: \(run.title), \(ended) of \(run.tasks) tasks",
        text: "Of run \(number) (\(run.title)), \(ended) of \(Self.tasks(run.tasks)) have ended \(zone.minute(at)).\n")
    ]
  }

  /// Whether it is stuck or has only more to do than usual, somebody has to look.
  private func overran(_ task: String, _ run: Int, _ usual: Duration, _ at: Timestamp) -> NewMessage {
    message(
      "overran-\(task)", at, .warning, .progressUpdates, run: run, subject: "\(task) takes longer than usual",
      text: "\(task) of run \(run) is still at work \(zone.minute(at)). 95 % of its earlier runs took no longer than "
        + "\(DurationText.format(usual)).\nWhat it does: \(command("show \(run)"))\n")
  }

  /// What was not announced is not over: a run whose tasks all wait has asked for approval, or says in the failure what is
  /// wrong. Only who counts the beats of runs has to know that this one was none.
  private func ended(
    _ number: Int, _ outcome: RunOutcome, _ recoveries: Int, _ hasBegun: Bool, _ at: Timestamp
  ) -> [NewMessage] {
    guard let run, hasBegun || !outcome.isGood else { return [] }
    let what = recoveries == 0 ? "ended" : "recovered\(recoveries)"
    let ping = ping(.completionNotifications, outcome.isGood ? .info : .warning, number, what, at)
    guard run.changesSomething, hasBegun else { return ping }
    var found = message(
      what, at, .info, .completionNotifications, run: number,
      subject: "maintenance is over: \(run.title) \(outcome.words)",
      text: "Run \(number) (\(run.title), \(Self.tasks(run.tasks))) \(outcome.words) \(zone.minute(at)).\n"
        + "Read more: \(command("show \(number)"))\n")
    found.outcome = outcome.rawValue
    return ping + [found]
  }

  private func ping(
    _ kind: MessageKind, _ level: MaintenanceTask.AlertLevel, _ run: Int, _ what: String, _ at: Timestamp
  ) -> [NewMessage] {
    if pings.isEmpty { return [] }
    return [
      NewMessage(
        key: key("ping-\(what)", at, run: run), at: at, level: level, kind: kind, run: run,
        subject: "run \(run) \(what)",
        text: "", channels: pings)
    ]
  }

  // MARK: Failures

  private func failing(_ tasks: [FailingTask], _ at: Timestamp, isReminder: Bool) -> NewMessage {
    let lines = tasks.map { task in
      let since = task.since < at ? ", since \(zone.minute(task.since))" : ""
      return "\(task.task) \(task.words) (run \(task.run)\(since))" + (task.reason.map { ": \($0)" } ?? "")
    }
    let subject =
      isReminder
      ? "still failing: \(Self.names(tasks))"
      : tasks.count == 1 ? "\(tasks[0].task) \(tasks[0].words)" : "\(tasks.count) tasks fail: \(Self.names(tasks))"
    let runs = Set(tasks.map(\.run)).sorted()
    var found = message(
      isReminder ? "reminder" : "failing", at, tasks.map(\.level).gravest, .issueEscalation,
      run: runs.count == 1 ? runs[0] : nil, subject: subject,
      text: Self.text(lines) + "Read more: \(command("show \(runs[runs.count - 1])"))\n")
    found.outcome = Set(tasks.map(\.outcome.rawValue)).sorted().joined(separator: ", ")
    found.tasks = zip(tasks, lines).map { NewMessage.Task(name: $0.task, level: $0.level, since: $0.since, text: $1) }
    return found
  }

  private func wellAgain(_ tasks: [FailingTask], _ at: Timestamp) -> NewMessage {
    let lines = tasks.map { "\($0.task) has succeeded; it had failed since \(zone.minute($0.since))" }
    var found = over("well", "well again: \(Self.names(tasks))", tasks, lines, at)
    found.outcome = TaskOutcome.succeeded.rawValue
    return found
  }

  private func gone(_ tasks: [FailingTask], _ at: Timestamp) -> NewMessage {
    let lines = tasks.map {
      "\($0.task) is not in the project any more, so nobody is reminded that it failed, last in run \($0.run)"
    }
    return over("gone", "no longer a task: \(Self.names(tasks))", tasks, lines, at)
  }

  private func over(
    _ what: String, _ subject: String, _ tasks: [FailingTask], _ lines: [String], _ at: Timestamp
  ) -> NewMessage {
    // Nobody has to do anything: it goes the way of the alarm, and is none.
    var found = message(what, at, .info, .issueEscalation, run: nil, subject: subject, text: Self.text(lines))
    found.channels = routing.channels(kind: found.kind, level: tasks.map(\.level).gravest)
    found.tasks = zip(tasks, lines).map {
      NewMessage.Task(name: $0.task, level: $0.level, since: $0.since, wellAt: at, text: $1)
    }
    return found
  }

  private func message(_ alert: Alert) -> NewMessage {
    message(
      "\(alert.kind.rawValue)" + (alert.task.map { "-\($0)" } ?? ""), alert.at, alert.level, .issueEscalation,
      run: alert.run, subject: alert.text, text: alert.text + "\n")
  }

  // MARK: Windows

  /// That a window opens: one message for each opening.
  package func notice(of window: Window, opening: Opening, now: Timestamp) -> NewMessage {
    let type = window.type.map { " (\($0))" } ?? ""
    let end = zone.minute(opening.end, on: opening.start)
    var found = message(
      "notice", now, .info, .maintenanceNotifications, run: nil,
      subject: "maintenance window '\(window.name)' opens \(zone.minute(opening.start))",
      text: "The maintenance window '\(window.name)'\(type) opens \(zone.minute(opening.start)) and closes \(end). "
        + "The host may be changed meanwhile.\n")
    found.key = noticeKey(of: window, opening: opening)
    return found
  }

  package func noticeKey(of window: Window, opening: Opening) -> String {
    "\(MessageKey.part(host))-\(Self.mark(of: project))-notice-\(MessageKey.part(window.name))-\(opening.start.seconds)"
  }

  // MARK: Escalation

  /// What is critical is told so often at most; then there are reminders of what fails.
  private static let mostEscalations = 9

  /// Tells others of what nobody has acknowledged; nil where nobody is left to be told. By the level that it had first: a
  /// warning that has gone up wakes nobody twice.
  package func escalation(of waiting: Unacknowledged, now: Timestamp) -> NewMessage? {
    let (message, first) = (waiting.message, waiting.first)
    guard waiting.escalations < Self.mostEscalations,
      let (level, channels) = routing.escalation(of: first.level, told: waiting.told)
    else { return nil }
    var found = NewMessage(
      key: key("escalates\(message.number)", now, run: message.run), at: now, level: level, kind: .issueEscalation,
      run: message.run, subject: OneLine.text("not acknowledged: \(first.subject)"),
      text: "Nobody has acknowledged message \(first.number) since \(zone.minute(first.at)):\n\n\(first.text)",
      channels: channels)
    found.tasks = message.tasks
    found.escalates = first.number
    return found
  }

  // MARK: Parts

  private func message(
    _ what: String, _ at: Timestamp, _ level: MaintenanceTask.AlertLevel, _ kind: MessageKind, run: Int?,
    subject: String, text: String
  ) -> NewMessage {
    NewMessage(
      key: key(what, at, run: run), at: at, level: level, kind: kind, run: run, subject: OneLine.text(subject),
      text: text, channels: routing.channels(kind: kind, level: level))
  }

  private func key(_ what: String, _ at: Timestamp, run: Int?) -> String {
    MessageKey(host: host, run: run, what, at: at).description
  }

  /// Tells a text from others in a few characters that keys may have: FNV-1a.
  private static func mark(of text: String) -> String {
    String(text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 36)
  }

  private static func names(_ tasks: [FailingTask]) -> String {
    let names = tasks.prefix(namesShown).map(\.task).joined(separator: ", ")
    return tasks.count > namesShown ? "\(names), …" : names
  }

  private static func text(_ lines: [String]) -> String {
    let rest = lines.count - linesShown
    return (lines.prefix(linesShown) + (rest > 0 ? ["… and \(rest) more"] : [])).map { $0 + "\n" }.joined()
  }

  private static func tasks(_ count: Int) -> String { count == 1 ? "1 task" : "\(count) tasks" }
}

extension FailingTask {
  /// What happened, for the end of a sentence about it.
  fileprivate var words: String {
    guard cleanupFailed else { return outcome.words }
    return outcome.isWell ? "\(outcome.words), and its cleanup failed" : "\(outcome.words); its cleanup failed, too"
  }
}

extension [MaintenanceTask.AlertLevel] {
  /// Of a list that is not empty.
  fileprivate var gravest: MaintenanceTask.AlertLevel {
    MaintenanceTask.AlertLevel.allCases.last(where: contains) ?? .warning
  }
}

extension RunOutcome {
  /// Nobody need look after it; what only waits for its window is well.
  fileprivate var isGood: Bool { self == .succeeded || self == .notNow }

  fileprivate var words: String {
    switch self {
    case .succeeded: "succeeded"
    case .failed: "failed; nothing was changed by what failed"
    case .rolledBack: "failed and was rolled back"
    case .humanNeeded: "needs a human"
    case .notNow: "has left tasks for later"
    case .stopped: "was stopped"
    case .interrupted: "was interrupted"
    }
  }
}
