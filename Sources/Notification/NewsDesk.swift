import Catalog
import Execution
import RunLog
import Scheduling

/// Turns news into messages: what is said, how grave it is, and who is told.
package struct NewsDesk: Sendable {
  /// Names in one subject, and lines in one text, at most.
  private static let namesShown = 3
  /// Of a window, at most.
  private static let tasksListed = 20

  let routing: Routing
  private let pings: [String]
  private let channels: Set<String>
  private let remindEvery: Duration
  let host: String
  let project: String
  let command: MessageCommand
  let zone: Zone
  private let levels: [String: MaintenanceTask.AlertLevel]
  private let retries: RetryRules?
  /// nil: there is no run.
  private let run: RunFacts?

  /// `levels`: how grave it is that a task fails, by its full name; warning for all others. `project`: its folder; several may
  /// share a run log. `command`: how messages say what to type. `retries`: when what fails is tried again; nil: messages do not say.
  package init(
    _ coordination: Coordination, host: String, project: String = "", command: MessageCommand = MessageCommand(),
    zone: Zone,
    levels: [String: MaintenanceTask.AlertLevel] = [:], retries: RetryRules? = nil,
    run: RunFacts? = nil
  ) {
    routing = Routing(coordination)
    pings = coordination.channels.filter { $0.kind == .ping }.map(\.name)
    channels = Set(coordination.channels.map(\.name))
    remindEvery = coordination.remindEvery
    self.host = host
    self.project = project
    self.command = command
    self.zone = zone
    self.levels = levels
    self.retries = retries
    self.run = run
  }

  /// nil: nobody can be told anything.
  package var announcer: Announcer? {
    if routing.isEmpty, pings.isEmpty { return nil }
    var announcer = Announcer(remindEvery: remindEvery, level: level(of:), compose: messages)
    announcer.retries = retries
    announcer.hasChannel = { [channels] in channels.contains($0) }
    return announcer
  }

  /// How grave it is that the task fails.
  func level(of task: String) -> MaintenanceTask.AlertLevel { levels[task] ?? .warning }

  package func messages(_ news: News) -> [NewMessage] {
    switch news {
    case .runBegun(let run, let at): begun(run, at)
    case .runProgressed(let run, let ended, let at): progressed(run, ended, at)
    case .overran(let task, let run, let usual, let at): [overran(task, run, usual, at)]
    case .awaitsConfirmation(let task, let run, let end, let at): [awaitsConfirmation(task, run, until: end, at)]
    case .runEnded(let run, let outcome, let recoveries, let hasBegun, let at):
      ended(run, outcome, recoveries, hasBegun, at)
    case .failing(let tasks, let at): failing(tasks, at, .begins)
    case .stillFailing(let tasks, let at): failing(tasks, at, .goesOn)
    case .standing(let tasks, let at): [message(about: tasks, at, .stands, "")]
    case .givenUp(let tasks, let at): failing(tasks, at, .isGivenUp)
    case .wellAgain(let tasks, let at): [wellAgain(tasks, at)]
    case .gone(let tasks, let at): [gone(tasks, at)]
    case .resolved(let tasks, let word): [resolved(tasks, word)]
    case .admitted(let tasks, let at): [admitted(tasks, at)]
    case .rolledBack(let tasks, let at): [message(about: tasks, at, .isRolledBack, "")]
    case .takenBack(let tasks, let at): [takenBack(tasks, at)]
    case .overWithIncident(let tasks, let at): [overWithIncident(tasks, at)]
    case .alerts(let alerts): messages(alerts)
    }
  }

  // MARK: Runs

  private func begun(_ number: Int, _ at: Timestamp) -> [NewMessage] {
    guard let run else { return [] }
    let ping = ping(.maintenanceNotifications, .info, number, "begun", at)
    guard run.changesSomething else { return ping }
    let time = run.estimate.map { ", and takes \(Self.about($0))" } ?? ""
    return ping + [
      message(
        "begun", at, .info, .maintenanceNotifications, run: number, subject: "maintenance begins: \(run.title)",
        text: "Run \(number) (\(run.title), \(Self.tasks(run.tasks))) has begun at \(zone.minute(at))\(time).\n")
    ]
  }

  private func progressed(_ number: Int, _ ended: Int, _ at: Timestamp) -> [NewMessage] {
    guard let run, run.changesSomething else { return [] }
    return [
      message(
        "progress\(ended)", at, .info, .progressUpdates, run: number,
        subject: "maintenance goes on: \(run.title), \(ended) of \(run.tasks) tasks",
        text: "Of run \(number) (\(run.title)), \(ended) of \(Self.tasks(run.tasks)) have ended "
          + "by \(zone.minute(at)).\n")
    ]
  }

  /// Whether it is stuck or has only more to do than usual, somebody has to look.
  private func overran(_ task: String, _ run: Int, _ usual: Duration, _ at: Timestamp) -> NewMessage {
    message(
      "overran-\(task)", at, .warning, .progressUpdates, run: run, subject: "\(task) takes longer than usual",
      text: "\(task) of run \(run) is still at work at \(zone.minute(at)). 95 % of its earlier runs took no longer "
        + "than \(DurationText.format(usual)).\nWhat it does: \(command("show \(run)"))\n")
  }

  /// By the clock, nobody would know of it.
  private func awaitsConfirmation(_ task: String, _ run: Int, until end: Timestamp, _ at: Timestamp) -> NewMessage {
    let time = zone.minute(end, on: at)
    return message(
      "confirm-\(task)", at, .warning, .maintenanceNotifications, run: run,
      subject: "\(task)\(NewMessage.isRolledBackAt)\(time), unless somebody confirms it",
      text:
        "\(task) of run \(run) on \(host) has made its change, and waits until \(zone.minute(end)) for somebody to confirm "
        + "that it works; else it is rolled back.\nTo keep it: \(command("confirm \(run)/\(task)"))\n")
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
      text: "Run \(number) (\(run.title), \(Self.tasks(run.tasks))) ended at \(zone.minute(at)): it \(outcome.words).\n"
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

  // MARK: Parts

  /// Of the tasks that are known to it.
  var gravest: MaintenanceTask.AlertLevel { ([.warning] + levels.values).gravest }

  func message(
    _ what: String, _ at: Timestamp, _ level: MaintenanceTask.AlertLevel, _ kind: MessageKind, run: Int?,
    subject: String, text: String
  ) -> NewMessage {
    NewMessage(
      key: key(what, at, run: run), at: at, level: level, kind: kind, run: run, subject: OneLine.text(subject),
      text: text, channels: routing.channels(kind: kind, level: level))
  }

  func key(_ what: String, _ at: Timestamp, run: Int?) -> String {
    MessageKey(host: host, run: run, what, at: at).description
  }

  /// Tells a text from others in a few characters that keys may have: FNV-1a.
  static func mark(of text: String) -> String {
    String(text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 36)
  }

  /// At most so many.
  static func names(_ names: [String]) -> String {
    let shown = names.prefix(namesShown).joined(separator: ", ")
    return names.count > namesShown ? "\(shown), …" : shown
  }

  static func list(_ tasks: [TaskName]) -> String {
    let rest = tasks.count - tasksListed
    return tasks.prefix(tasksListed).map { "  \($0)\n" }.joined() + (rest > 0 ? "  … and \(rest) more\n" : "")
  }

  static func tasks(_ count: Int) -> String { count == 1 ? "1 task" : "\(count) tasks" }

  /// Of a time that nobody waits for to the millisecond.
  private static func about(_ time: Duration) -> String {
    time < .seconds(1) ? "less than a second" : "about \(DurationText.format(.seconds(time.components.seconds)))"
  }
}

extension [MaintenanceTask.AlertLevel] {
  /// Of a list that is not empty.
  var gravest: MaintenanceTask.AlertLevel {
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
