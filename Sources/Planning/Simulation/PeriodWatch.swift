import Scheduling

/// Notes which periods pass without a success, from one answer of the rules to the next, while time goes forward.
struct PeriodWatch {
  private let rules: [DueRule]
  /// For each task the start of the slot that comes next, or that is open, as long as nothing has become of it; at first
  /// where the watch begins. nil: its period has its success, and the next slot is not known yet.
  private var expected: [Timestamp?]
  private var missed: [(task: Int, slot: Slot)] = []

  init(_ rules: [DueRule], from start: Timestamp) {
    self.rules = rules
    expected = rules.map { rule in
      // A window that is open already can be missed, too.
      rule.tier == .emergency ? nil : rule.nextSlot(from: start).map { min($0.start, start) } ?? start
    }
  }

  mutating func note(_ states: [DueState]) {
    for task in states.indices {
      let next: Timestamp
      switch states[task] {
      case .due(let since, _, .time): next = since
      case .notDue(.some(let moment)): next = moment
      case .due, .notDue(nil), .waiting, .givenUp, .never: continue
      }
      guard expected[task] != next else { continue }
      if let expected = expected[task], expected < next { miss(in: expected..<next, of: task) }
      expected[task] = next
    }
  }

  /// `slot` is the moment that it counts for; `state`: by which it ran.
  mutating func noteSuccess(of task: Int, at start: Timestamp, for slot: Timestamp?, _ state: DueState) {
    defer { expected[task] = nil }
    if case .due(_, _, .time) = state { return }
    guard let expected = expected[task], expected < start else { return }
    let period = rules[task].period(of: slot ?? start)
    miss(in: expected..<start, of: task) { $0.period != period }
  }

  /// By task, each in order of time; of periods that are over at the end.
  func missedSlots(until end: Timestamp) -> [(task: Int, slot: Slot)] {
    var watch = self
    for (task, expected) in expected.enumerated() {
      guard let expected, expected < end else { continue }
      watch.miss(in: expected..<end, of: task) { $0.period.end <= end }
    }
    return watch.missed.enumerated().sorted { ($0.element.task, $0.offset) < ($1.element.task, $1.offset) }.map(
      \.element)
  }

  private mutating func miss(in range: Range<Timestamp>, of task: Int, where condition: (Slot) -> Bool = { _ in true })
  {
    for slot in rules[task].slots(startingIn: range) where condition(slot) { missed.append((task, slot)) }
  }
}
