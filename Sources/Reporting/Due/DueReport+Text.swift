import Catalog
import Scheduling

extension DueReport {
  private static let longestName = 48

  /// The first line is the answer. The text is built as bytes: it may have hundreds of lines, and is asked for by scripts.
  package func text(appearance: Appearance) -> [UInt8] {
    var text = PlanText(appearance: appearance)
    var moments = MomentWords(now: at)
    text.add(answer)
    text.endLine()
    if let words = ScheduleLosses(unread: unread).unreadWords {
      text.add("! \(words): \(command("check")) says what to do", .caution)
      text.endLine()
    }
    let longest = tiers.map(\.tier.rawValue.utf8.count) + tasks.map { $0.name.name.utf8.count + 2 }
    let width = min(Self.longestName, longest.max() ?? 0) + 2
    for (tier, tasks) in tiers {
      text.endLine()
      text.addColumn(tier.rawValue, width: width, .faint)
      add(tasks, &moments, to: &text)
      for task in tasks {
        text.indent(2)
        text.addColumn(task.name.name, width: width - 2)
        add(task, &moments, to: &text)
        text.endLine()
      }
    }
    var bytes: [UInt8] = []
    text.handOn(to: { bytes += $0 }, isEnd: true)
    return bytes
  }

  private var answer: String {
    let moment = zone.minute(at)
    if tasks.isEmpty { return "No tier has tasks yet, so nothing will ever be due." }
    if dueCount == 0 { return "Nothing is due at \(moment)." }
    let due = "\(Count(dueCount, "task")) \(dueCount == 1 ? "is" : "are") due at \(moment)"
    if startCount == dueCount { return "\(due): \(command("run --due")) starts \(dueCount == 1 ? "it" : "them")." }
    return "\(due); \(command("run --due")) starts \(startCount == 0 ? "none of them yet" : "\(startCount) of them")."
  }

  private func add(_ tasks: ArraySlice<DueTask>, _ moments: inout MomentWords, to text: inout PlanText) {
    guard let zone = tasks.first?.zone else { return text.endLine() }
    if let since = tasks.dueSince {
      text.add("due since \(moments.words(since, zone))", .faint)
    } else if let next = tasks.next {
      text.add("next \(moments.words(next, zone))", .faint)
    } else {
      text.add(tasks.allSatisfy { $0.state == .never } ? "only when asked" : "never due again", .faint)
    }
    text.endLine()
  }

  private func add(_ task: DueTask, _ moments: inout MomentWords, to text: inout PlanText) {
    switch task.state {
    case .due(let since, _, let cause):
      text.add(task.starts ? "▸ due" : "due", task.starts ? .good : .caution)
      text.add(" since \(moments.words(since, task.zone))\(words(cause, of: task))")
      if let hold = task.hold { text.addFree("; \(words(hold, of: task, &moments))", .caution) }
    case .notDue(let next):
      text.add(next.map { "next \(moments.words($0, task.zone))" } ?? "never due again")
    case .waiting(let until, let attempts):
      let why = attempts == 0 ? "rollback asked for" : "failed \(attempts) of \(task.maxAttempts)"
      text.add("\(why), again \(moments.words(until, task.zone))", .caution)
    case .givenUp(let attempts, let next):
      let why = attempts < task.maxAttempts ? " (no time left for another try)" : " (max_attempts)"
      text.add("given up after \(Count(attempts, "failure"))\(why)", .bad)
      text.add(next.map { ", next \(moments.words($0, task.zone))" } ?? ", never due again")
    case .never: text.add("only when asked")
    }
    if let words = approvals[task.name], !task.state.isDue { text.addFree("; \(words)", .caution) }
    let success = task.lastSuccess.map { "last success \(moments.words($0, task.zone))" } ?? "no success yet"
    text.add("; \(success)", .faint)
  }

  private func words(_ cause: DueState.Cause, of task: DueTask) -> String {
    switch cause {
    case .time: ""
    case .catchUp: task.freeze.map { ", which the freeze '\(HarmlessText.words($0))' held up" } ?? ", which was missed"
    case .retry(let failures): ", try \(failures + 1) of \(task.maxAttempts)"
    }
  }

  private func words(_ hold: DueTask.Hold, of task: DueTask, _ moments: inout MomentWords) -> String {
    switch hold {
    case .need(let need): return "waits for \(need)"
    case .running(let run): return "run \(run) is at it"
    case .window(let reason, let until):
      return reason + (until.map { "; it may start \(moments.words($0, task.zone))" } ?? "")
    }
  }
}

/// Moments for people, without the date where it is that of now. They are remembered, since tasks share theirs.
private struct MomentWords {
  let now: Timestamp
  private var zone = ""
  private var known: [Timestamp: String] = [:]

  init(now: Timestamp) { self.now = now }

  mutating func words(_ moment: Timestamp, _ zone: Zone) -> String {
    if zone.name != self.zone {
      known = [:]
      self.zone = zone.name
    }
    if let words = known[moment] { return words }
    let words = zone.minute(moment, on: now)
    known[moment] = words
    return words
  }
}
