import Catalog
import Scheduling

/// A host on which time passes: what `maint run --due` would start at a moment, by what was done there before.
///
/// Asked at moments in order it works out only what has changed since the one before; the clock may jump back, too.
package struct SimulatedHost {
  /// What is known of a task, and up to when.
  private struct Knowledge {
    var state = DueState.never
    var doneUntil: Timestamp?
    /// Of what is due, the moment that a try counts for.
    var slotStart: Timestamp?
    /// Asked at this moment or later, it has to be worked out anew.
    var expires = Timestamp(microseconds: .min)
    var admission = DueSelection.Admission.open(until: nil)
    var admissionExpires = Timestamp(microseconds: .min)
  }

  /// What happened to a task, in the order in which it happened, whatever the clock said.
  private struct Memory {
    /// The moment that each success counts for, and when its run began.
    private(set) var successes: [(slot: Timestamp, start: Timestamp)] = []
    /// Of the successes, by the moment that it counts for.
    private(set) var latest: (slot: Timestamp, start: Timestamp)?
    /// Those since the last success.
    var failures: [DueHistory.FailedTry] = []

    mutating func succeed(for slot: Timestamp, at start: Timestamp) {
      successes.append((slot, start))
      if latest.map({ $0.slot <= slot }) ?? true { latest = (slot, start) }
      failures.removeAll()
    }

    func latest(before end: Timestamp) -> (slot: Timestamp, start: Timestamp)? {
      successes.filter { $0.slot < end }.max { $0.slot < $1.slot }
    }
  }

  /// The last answer of a rule, which tasks with an equal history share.
  private struct Answer {
    var now: Timestamp
    var history: DueHistory
    var state: DueState
    var doneUntil: Timestamp?
    var slotStart: Timestamp?
  }

  package let due: DueTasks
  private let gates: [Gate?]
  /// For each task the first one with an equal rule.
  private let leader: [Int]
  /// By leader, whether one of its tasks is needed by another.
  private var isNeeded: [Bool]
  private var knowledge: [Knowledge]
  private var memories: [Memory]
  /// By leader.
  private var answers: [Answer?]
  private var now = Timestamp(microseconds: .min)
  /// The first call, which took note of what is due when.
  private(set) var knownSince: Timestamp?

  /// `gates` are those of the tasks, by their numbers; nil: nothing ever holds it up. Nothing was ever run on the host.
  package init(_ due: DueTasks, gates: [Gate?]) {
    self.due = due
    self.gates = gates
    var first: [DueRule: Int] = [:]
    leader = due.rules.enumerated().map { index, rule in
      if let known = first[rule] { return known }
      first[rule] = index
      return index
    }
    isNeeded = due.isNeeded
    for (task, leader) in leader.enumerated() where due.isNeeded[task] { isNeeded[leader] = true }
    knowledge = due.tasks.map { _ in Knowledge() }
    memories = due.tasks.map { _ in Memory() }
    answers = due.tasks.map { _ in nil }
  }

  /// Which tasks a call at the moment would start.
  package mutating func selection(at moment: Timestamp) -> DueSelection {
    if moment < now {
      for task in knowledge.indices {
        knowledge[task].expires = moment
        knowledge[task].admissionExpires = moment
      }
    }
    now = moment
    if knownSince == nil { knownSince = moment }
    for task in knowledge.indices where knowledge[task].expires <= moment { learn(task) }
    return DueSelection(
      due, at: moment, states: knowledge.map(\.state), done: { knowledge[$0].doneUntil }, admission: { admission($0) })
  }

  /// Notes that a task of the run that the last selection began has succeeded. It counts for the slot that it was selected
  /// for, whenever its turn came.
  package mutating func succeed(_ task: Int) {
    memories[task].succeed(for: knowledge[task].slotStart ?? now, at: now)
    knowledge[task].expires = now
  }

  /// Notes that it failed at the moment.
  package mutating func fail(_ task: Int, at end: Timestamp) {
    memories[task].failures.append(DueHistory.FailedTry(start: knowledge[task].slotStart ?? now, end: end))
    knowledge[task].expires = now
  }

  /// The moments that the successes of a task count for.
  package func successes(of task: Int) -> [Timestamp] { memories[task].successes.map(\.slot) }

  /// The moment that a try of a task that is due counts for.
  package func slotStart(of task: Int) -> Timestamp? { knowledge[task].slotStart }
}

extension SimulatedHost {
  private mutating func learn(_ task: Int) {
    let (rule, leader) = (due.rules[task], leader[task])
    let (history, end) = history(of: task)
    if answers[leader]?.now != now || answers[leader]?.history != history {
      let state = rule.state(at: now, history: history)
      answers[leader] = Answer(
        now: now, history: history, state: state,
        doneUntil: isNeeded[leader] ? rule.done(at: now, history: history) : nil,
        slotStart: state.isDue ? rule.slotStart(at: now, history: history) : nil)
    }
    guard let answer = answers[leader] else { return }
    knowledge[task].state = answer.state
    knowledge[task].doneUntil = answer.doneUntil
    knowledge[task].slotStart = answer.slotStart
    let ends = [answer.state.change, answer.doneUntil, end].compactMap { $0 }
    knowledge[task].expires = ends.min() ?? Timestamp(microseconds: .max)
  }

  /// As the run log would tell it: what was done in periods that have not come yet is left out, up to `end`, when the next
  /// has come; nil: nothing is left out.
  private func history(of task: Int) -> (history: DueHistory, end: Timestamp?) {
    let memory = memories[task]
    let wasTried = !memory.successes.isEmpty || !memory.failures.isEmpty
    if memory.failures.isEmpty, memory.latest.map({ $0.slot <= now }) ?? true {
      return (
        DueHistory(
          lastSuccess: memory.latest?.slot, lastStart: memory.latest?.start, wasTried: wasTried, knownSince: knownSince),
        nil
      )
    }
    let stretch = due.rules[task].stretch(at: now)
    let latest = memory.latest(before: stretch.upperBound)
    let history = DueHistory(
      lastSuccess: latest?.slot, lastStart: latest?.start,
      failures: memory.failures.filter { stretch.contains($0.start) }, wasTried: wasTried, knownSince: knownSince)
    return (history, stretch.upperBound)
  }

  private mutating func admission(_ task: Int) -> DueSelection.Admission {
    if now < knowledge[task].admissionExpires { return knowledge[task].admission }
    let admission = gates[task]?.admission(at: now) ?? .open(until: nil)
    knowledge[task].admission = admission
    switch admission {
    case .open(let until), .shut(let until): knowledge[task].admissionExpires = until ?? Timestamp(microseconds: .max)
    }
    return admission
  }
}
