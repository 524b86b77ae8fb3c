import Catalog
import Scheduling

/// Which tasks are started at a moment because they are due, and why the others are not.
///
/// Pure: what is chosen follows from the rules, from what was tried, and from who may start. What it chooses can be
/// started to the last task, so a moment at which nothing is chosen needs no run. All tasks go by their numbers in
/// `DueTasks`.
package struct DueSelection: Sendable {
  /// Whether a task may start at the moment, as windows, freezes and the time that it takes allow.
  package enum Admission: Sendable, Hashable {
    /// Until then, if the clock goes forward; nil: for ever.
    case open(until: Timestamp?)
    case shut(until: Timestamp?)
  }

  package enum Verdict: Sendable, Hashable {
    /// It is due and is started now.
    case selected
    /// It is due and needs a task that has not succeeded in its own period and is not started now. That one is not
    /// started for its sake: it would be tried again before its time.
    case waits(need: Int)
    /// It is due and may not start; nil: never any more.
    case shut(until: Timestamp?)
    case notDue
  }

  /// Of each task, whether it is due.
  package let states: [DueState]
  /// Of each task.
  package private(set) var verdicts: [Verdict]
  /// Up to then the answer stays the same, while the clock goes forward and nothing is run; nil: for ever.
  package private(set) var change: Timestamp?
  /// Whether a task that needs this one may start: it is done, selected, or of `emergency` and joins the run.
  private var isReady: [Bool]

  /// `histories` has what the run log knows of each task; `admission` is asked only for tasks that could be started.
  package init(
    _ due: DueTasks, at now: Timestamp, histories: [DueHistory], admission: (_ task: Int) -> Admission
  ) {
    self.init(
      due, at: now, states: due.tasks.indices.map { due.rules[$0].state(at: now, history: histories[$0]) },
      done: { due.rules[$0].done(at: now, history: histories[$0]) }, admission: admission)
  }

  /// From what is known of each task by its rule: `done` gives what `DueRule.done` does, and is asked only for tasks that
  /// others need.
  init(
    _ due: DueTasks, at now: Timestamp, states: [DueState], done: (_ task: Int) -> Timestamp?,
    admission: (_ task: Int) -> Admission
  ) {
    self.states = states
    verdicts = states.map { _ in .notDue }
    isReady = Array(repeating: false, count: due.tasks.count)
    for task in states.indices { note(states[task].change, after: now) }
    // What is not in the order stands in a cycle, and is never ready.
    for task in due.tasks.indices where states[task].isDue {
      if let need = due.needs[task].first { verdicts[task] = .waits(need: need) }
    }
    for task in due.order { judge(task, of: due, at: now, done, admission) }
  }

  /// The tasks to start, in the order of their numbers.
  package var selected: [Int] { verdicts.indices.filter { verdicts[$0] == .selected } }

  private mutating func judge(
    _ task: Int, of due: DueTasks, at now: Timestamp, _ done: (Int) -> Timestamp?, _ admission: (Int) -> Admission
  ) {
    // A task of emergency is never due and always runs when it is needed, as in every plan.
    guard states[task].isDue || states[task] == .never && due.isNeeded[task] else {
      if due.isNeeded[task], let end = done(task) {
        isReady[task] = true
        // Which may be long before it is due again.
        note(end, after: now)
      }
      return
    }
    let verdict = verdict(of: task, due, now, admission)
    isReady[task] = verdict == .selected
    if states[task].isDue { verdicts[task] = verdict }
  }

  private mutating func verdict(
    of task: Int, _ due: DueTasks, _ now: Timestamp, _ admission: (Int) -> Admission
  ) -> Verdict {
    if let need = due.needs[task].first(where: { !isReady[$0] }) { return .waits(need: need) }
    switch admission(task) {
    case .open(let until):
      note(until, after: now)
      return .selected
    case .shut(let until):
      note(until, after: now)
      return .shut(until: until)
    }
  }

  private mutating func note(_ moment: Timestamp?, after now: Timestamp) {
    guard let moment, moment > now else { return }
    change = change.map { min($0, moment) } ?? moment
  }
}
