import Catalog
import Execution
import RunLog
import Scheduling

/// What is said of tasks that fail.
extension NewsDesk {
  enum Alarm: String {
    case begins = "failing"
    case goesOn = "reminder"
    case stands
    case isGivenUp = "gave_up"
    case isRolledBack = "rolled_back"
  }

  /// Tasks in one text, and of how many of them what they printed, at most.
  private static let linesShown = 100
  private static let outputsShown = 10

  /// To the channels of the gravest level one message about all; to those of each lower level, as far as they do not have
  /// that, one about what is of theirs.
  func failing(_ tasks: [FailingTask], _ at: Timestamp, _ alarm: Alarm) -> [NewMessage] {
    var messages: [NewMessage] = []
    for level in MaintenanceTask.AlertLevel.allCases.reversed() where tasks.contains(where: { $0.level == level }) {
      let isFirst = messages.isEmpty
      let lower = MaintenanceTask.AlertLevel.allCases.prefix { $0 != level }
      let own = tasks.filter { $0.level == level || lower.contains($0.level) }
      var found = message(about: own, at, alarm, isFirst ? "" : "-\(level.rawValue)")
      found.channels.removeAll { channel in messages.contains { $0.channels.contains(channel) } }
      if isFirst || !found.channels.isEmpty { messages.append(found) }
    }
    return messages
  }

  /// One about these tasks, by whatever channels those of the gravest have.
  func message(about tasks: [FailingTask], _ at: Timestamp, _ alarm: Alarm, _ part: String) -> NewMessage {
    let isMixed = Set(tasks.map(\.level)).count > 1
    let blocks = tasks.enumerated().map { index, task in
      let printed = index < Self.outputsShown ? task.lines.map { "  | \(OneLine.harmless($0))" } : []
      return ([line(of: task, at, alarm)] + printed + sequel(of: task, alarm).map { "  \($0)" }).joined(separator: "\n")
    }
    let texts = zip(tasks, blocks).map { (isMixed ? "\($0.level.rawValue): " : "") + $1 }
    let runs = Set(tasks.map(\.run)).sorted()
    var found = message(
      alarm.rawValue + part, at, tasks.map(\.level).gravest, .issueEscalation, run: runs.count == 1 ? runs[0] : nil,
      subject: subject(of: tasks, alarm), text: Self.text(texts) + readMore(tasks, last: runs[runs.count - 1]))
    // Where nobody can be told of what is critical, those hear of what needs a human who hear of its task.
    if found.channels.isEmpty {
      found.channels = routing.channels(kind: found.kind, level: tasks.map { level(of: $0.task) }.gravest)
    }
    let outcomes = tasks.map(\.outcome.rawValue)
    // In the order of the tasks, each once.
    found.outcome = outcomes.indices.filter { !outcomes[..<$0].contains(outcomes[$0]) }.map { outcomes[$0] }
      .joined(separator: ", ")
    // Each by itself says all that is to be known of it: a pager shows one alone.
    found.tasks = zip(tasks, blocks).map { task, block in
      NewMessage.Task(
        name: task.task, level: task.level, since: task.since, text: "\(block)\n" + readMore([task], last: task.run))
    }
    return found
  }

  private func line(of task: FailingTask, _ at: Timestamp, _ alarm: Alarm) -> String {
    if case .givenUp(let givenUp) = task.next, alarm == .isGivenUp { return givenUp.text }
    if task.isAdmitted, task.outcome == .refused {
      return "\(task.task) is not refused any more, as it was in run \(task.run), and is still to be tried"
    }
    let since = at - task.since >= .seconds(60) ? ", since \(zone.minute(task.since))" : ""
    return "\(task.task) \(task.words) (run \(task.run)\(since))" + (task.reason.map { ": \($0)" } ?? "")
  }

  private func subject(of tasks: [FailingTask], _ alarm: Alarm) -> String {
    let names = Self.names(tasks.map(\.task))
    let doubts = tasks.filter { $0.needsHuman }
    if !doubts.isEmpty {
      let rest = tasks.count == 1 ? doubts[0].words : "\(Self.tasks(tasks.count)) fail: \(names)"
      return "NEEDS A HUMAN: \(Self.names(doubts.map(\.task))) \(tasks.count == 1 ? rest : "(\(rest))")"
    }
    switch alarm {
    case .isRolledBack: return fallen(tasks)
    case .goesOn, .stands: return "still failing: \(names)"
    case .isGivenUp: return "\(names) \(tasks.count == 1 ? "is" : "are") given up\(until(tasks))"
    case .begins:
      if tasks.count > 1 { return "\(Self.tasks(tasks.count)) fail: \(names)" }
      let isGivenUp = if case .givenUp = tasks[0].next { true } else { false }
      return "\(tasks[0].task) \(tasks[0].words)" + (isGivenUp ? ", given up\(until(tasks))" : "")
    }
  }

  /// What each has fallen back from.
  private func fallen(_ tasks: [FailingTask]) -> String {
    let (admitted, rolledBack) = (tasks.filter(\.isAdmitted), tasks.filter { !$0.isAdmitted })
    let parts = [
      rolledBack.isEmpty ? nil : Self.needsNobody(Self.names(rolledBack.map(\.task)), rolledBack.count),
      admitted.isEmpty ? nil : Self.refusedNoMore(Self.names(admitted.map(\.task))),
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }

  /// Where that is the same for all of them.
  private func until(_ tasks: [FailingTask]) -> String {
    let ends = Set(
      tasks.map { task -> Timestamp? in if case .givenUp(let givenUp) = task.next { givenUp.until } else { nil } })
    guard ends.count == 1, let end = ends.first ?? nil else { return "" }
    return " until \(zone.minute(end))"
  }

  /// What comes next, and what there is to be done about it.
  private func sequel(of task: FailingTask, _ alarm: Alarm) -> [String] {
    if let doubt = task.doubt {
      let cause: TaskInDoubt.Cause = doubt.outcome == .interrupted ? .interrupted : .rollbackFailed
      return cause.remedy(run: doubt.run, command)
    }
    if task.cleanupFailed { return TaskInDoubt.Cause.cleanupFailed.remedy(run: task.run, command) }
    if task.isAfterIncident {
      let command = command("resolve \(task.run) --note 'what was done'")
      return ["Its incident was resolved before that. If it is over all the same: \(command)"]
    }
    switch (task.next, alarm) {
    case (nil, _), (.givenUp, .isGivenUp): return []
    case (.from(let time), _): return ["It is tried again from \(zone.minute(time)) on, by run --due."]
    case (.onceApproved(let time, nil), _):
      return [
        "It needs a new approval, which run --due asks for, before it is tried again, from \(zone.minute(time)) on."
      ]
    case (.onceApproved(let time, let request?), _):
      return [
        "It is tried again from \(zone.minute(time)) on, by run --due, once request \(request) for its approval is approved."
      ]
    case (.givenUp(let givenUp), _): return ["\(givenUp.text)."]
    case (.whenDue(let next), _):
      let before = next.map { " before \(zone.minute($0)), when it is due" } ?? " by the clock"
      return ["Nothing tries it again\(before). At once: \(command("run \(task.task)"))"]
    }
  }

  private func readMore(_ tasks: [FailingTask], last run: Int) -> String {
    var text = "Read more: \(command("show \(run)"))\n"
    if tasks.count == 1, !tasks[0].lines.isEmpty {
      text += "All that it printed: \(command("output \(run) \(tasks[0].task)"))\n"
    }
    return text
  }

  // MARK: That is over

  func wellAgain(_ tasks: [FailingTask], _ at: Timestamp) -> NewMessage {
    let lines = tasks.map { "\($0.task) has succeeded; it had failed since \(zone.minute($0.firstSince ?? $0.since))" }
    var found = over("well", "well again: \(Self.names(tasks.map(\.task)))", tasks, lines, at)
    found.outcome = TaskOutcome.succeeded.rawValue
    return found
  }

  func gone(_ tasks: [FailingTask], _ at: Timestamp) -> NewMessage {
    let lines = tasks.map {
      "\($0.task) is not in the project any more, so nobody is reminded that it failed, last in run \($0.run)"
    }
    return over(MessageKey.gone, "no longer a task: \(Self.names(tasks.map(\.task)))", tasks, lines, at)
  }

  func resolved(_ tasks: [FailingTask], _ word: Resolution) -> NewMessage {
    let lines = tasks.map { task in
      "\(task.task) is resolved by \(OneLine.text(word.by)): \(OneLine.text(word.reason))"
    }
    return over("resolved", "resolved: \(Self.names(tasks.map(\.task)))", tasks, lines, word.at)
  }

  func takenBack(_ tasks: [FailingTask], _ at: Timestamp) -> NewMessage {
    let lines = tasks.map { "\($0.task) is rolled back (run \($0.run)): it needs a human no more" }
    let subject = Self.needsNobody(Self.names(tasks.map(\.task)), tasks.count)
    return over(Alarm.isRolledBack.rawValue, subject, tasks, lines, at)
  }

  func overWithIncident(_ tasks: [FailingTask], _ at: Timestamp) -> NewMessage {
    let lines = tasks.map { task in
      "\(task.task) (run \(task.run)) is over with "
        + (task.overWith.map { "incident \($0), which was resolved: \(command("incident report \($0)"))" }
          ?? "its incident")
    }
    return over("over", "over with its incident: \(Self.names(tasks.map(\.task)))", tasks, lines, at)
  }

  /// Whether it was done in its time nobody has seen to yet.
  func admitted(_ tasks: [FailingTask], _ at: Timestamp) -> NewMessage {
    let lines = tasks.map { task in
      (["\(task.task) is not refused any more, as it was in run \(task.run): what that was for is settled"]
        + sequel(of: task, .begins).map { "  \($0)" }).joined(separator: "\n")
    }
    return over("admitted", Self.refusedNoMore(Self.names(tasks.map(\.task))), tasks, lines, at)
  }

  private static func refusedNoMore(_ names: String) -> String { "no longer refused: \(names)" }

  private static func needsNobody(_ names: String, _ count: Int) -> String {
    "rolled back: \(names), \(count == 1 ? "it needs" : "they need") a human no more"
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

  private static func text(_ lines: [String]) -> String {
    let rest = lines.count - linesShown
    return (lines.prefix(linesShown) + (rest > 0 ? ["… and \(rest) more"] : [])).map { $0 + "\n" }.joined()
  }

  // MARK: Alerts

  /// One for each level, of alerts of one kind: five tasks that missed a window are one message.
  func messages(_ alerts: [Alert]) -> [NewMessage] {
    MaintenanceTask.AlertLevel.allCases.reversed().compactMap { level in
      let own = alerts.filter { $0.level == level }
      guard let first = own.first else { return nil }
      let names = own.compactMap { $0.task?.description }
      let what = own.count == 1 ? names.first.map { "-\($0)" } ?? "" : "-\(level.rawValue)"
      let runs = Set(own.map(\.run))
      var found = message(
        first.kind.rawValue + what, first.at, level, .issueEscalation, run: runs.count == 1 ? first.run : nil,
        subject: own.count == 1 ? first.text : "\(Self.tasks(own.count)) \(first.kind.words): \(Self.names(names))",
        text: Self.text(own.map(\.text)))
      if first.kind.endsWithATry {
        found.tasks = own.compactMap { alert in
          alert.task.map {
            NewMessage.Task(name: $0.description, level: level, since: alert.at, text: alert.text)
          }
        }
      }
      return found
    }
  }
}

extension Alert.Kind {
  /// Of several tasks, for a subject.
  fileprivate var words: String {
    switch self {
    case .gaveUp: "are given up"
    case .neverStarts: "are due and cannot start"
    case .missedWindow: "missed their window"
    case .clockJump: "saw the clock set"
    case .pointOfNoReturn: "are past their point of no return"
    case .windowEnd: "are still at work at the end of their window"
    }
  }

  /// It is about a task that nobody has tried.
  fileprivate var endsWithATry: Bool {
    switch self {
    case .gaveUp, .neverStarts, .missedWindow: true
    case .clockJump, .pointOfNoReturn, .windowEnd: false
    }
  }
}

extension FailingTask {
  /// What happened, for the end of a sentence about it.
  fileprivate var words: String {
    guard cleanupFailed else { return outcome.words }
    return outcome.isWell ? "\(outcome.words), and its cleanup failed" : "\(outcome.words); its cleanup failed, too"
  }

}
