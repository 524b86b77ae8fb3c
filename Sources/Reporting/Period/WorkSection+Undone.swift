import Catalog
import Scheduling

/// What was to be done and was not, beside the times that the table counts.
extension WorkSection {
  /// A task of the schedules that nothing tried, and of which it is not known whether it was due.
  package struct Untried: Sendable {
    package var task: TaskName
    /// When it was tried before; nil: never.
    package var last: Timestamp?

    package init(task: TaskName, last: Timestamp?) { (self.task, self.last) = (task, last) }
  }

  /// What a freeze held up in the period, and nobody did all the same.
  package struct Frozen: Sendable {
    package var reason: String
    /// When the first of it was due.
    package var first: Timestamp
    /// How often each task was due.
    package var times: [TaskName: Int] = [:]

    package init(reason: String, first: Timestamp, times: [TaskName: Int] = [:]) {
      (self.reason, self.first, self.times) = (reason, first, times)
    }

    /// `the freeze 'holiday', 7 times`
    var words: String { "the freeze '\(reason)', \(Count(times.values.reduce(0, +), "time"))" }
  }

  /// Those that no recommendation about what was due and not done tells.
  var overdueBesides: [OverdueTask] {
    let told = Set(lines.filter(\.isOftenMissed).map(\.task))
    return overdue.filter { !told.contains($0.name) }
  }

  /// `held up by the freeze 'holiday', 7 times`; nil: nothing was.
  var frozenWords: String? {
    guard let last = frozen.last else { return nil }
    let others = frozen.dropLast().map(\.words).joined(separator: "; ")
    return "held up by " + (others.isEmpty ? last.words : "\(others); and \(last.words)")
  }

  /// `held up by the freeze 'holiday' 7 times`, of one task; nil: nothing held it up.
  func frozenWords(of task: TaskName) -> String? {
    let found = frozen.compactMap { frozen in
      frozen.times[task].map { "the freeze '\(frozen.reason)' \(Count($0, "time"))" }
    }
    return found.isEmpty ? nil : "held up by \(found.joined(separator: ", "))"
  }

  /// Why nothing started a task, as far as that is known, after when it was due; empty: it is not.
  func cause(of task: TaskName, _ frame: PeriodFrame) -> String {
    let cause = overdue.first { $0.name == task }?.causeWords(frame.minute) ?? ""
    let isStuck = alerts.contains { $0.kind == .neverStarts && $0.task == task }
    return cause.isEmpty && isStuck ? ", and it cannot start, as was told at the time" : cause
  }

  /// What is overdue was due.
  package mutating func tell(overdue tasks: [OverdueTask]) {
    overdue = tasks
    let names = Set(tasks.map(\.name))
    untried.removeAll { names.contains($0.task) }
  }

  var frozenTasks: Phrase {
    let names = Set(frozen.flatMap(\.times.keys)).sorted { "\($0)" < "\($1)" }
    return Phrase("\(names.prefix(Self.shown).map(\.description).joined(separator: ", "))")
      + Phrase(names.count > Self.shown ? " and \(names.count - Self.shown) more." : ".")
  }

  func overdueBlocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    if overdue.isEmpty { return [] }
    let points = Self.cut(overdue, more: frame.code("due")) { task in
      Phrase("\(task.name)", .strong) + ": \(task.words(frame))"
    }
    return [.heading("Overdue"), .list(points)]
  }

  func untriedBlocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    if untried.isEmpty { return [] }
    let points = Self.cut(untried, more: frame.code("due")) { untried in
      Phrase("\(untried.task)", .strong)
        + (untried.last.map { ": last tried on \(frame.day($0))" } ?? Phrase(": never run", .caution))
    }
    let why: Phrase =
      "In the schedules, and not tried; whether they were due is not known, as people did them, or nothing of them shows that "
      + frame.code("run --due") + " was at work: does cron or systemd call it?"
    return [.heading("Not tried"), .paragraph(why), .list(points)]
  }
}
