import Execution
import Planning
import Scheduling

/// What runs now and how far the run is: a line for each running task, then the progress bar.
struct LiveBlock: Sendable {
  /// Those that were started and have not ended.
  var tasks: [Int: TaskProgress] = [:]
  var isStopping = false
  var hasEnded = false
  /// In the order in which they were started.
  private var order: [Int] = []
  private var tally = TaskTally()
  private var doneWeight = 0.0
  private let totalWeight: Double
  private let weights: [Double]
  private let plan: Plan
  private let labels: StepLabels
  private let appearance: Appearance
  private let startedAt: Timestamp

  init(plan: Plan, appearance: Appearance, startedAt: Timestamp) {
    self.plan = plan
    labels = StepLabels(plan: plan)
    self.appearance = appearance
    self.startedAt = startedAt
    let known = plan.tasks.compactMap { $0.estimate?.median.seconds }
    let usual = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
    // A task without history counts as an average one; none counts as nothing.
    weights = plan.tasks.map { max(0.001, $0.estimate?.median.seconds ?? usual) }
    totalWeight = weights.reduce(0, +)
  }

  mutating func start(_ task: Int, at: Timestamp) {
    if tasks[task] == nil {
      tasks[task] = TaskProgress(startedAt: at)
      order.append(task)
    }
    tasks[task]?.wait = nil
  }

  mutating func update(_ key: StepKey, _ change: (inout TaskProgress.RunningStep) -> Void) {
    // Changed where it stands: a copy of the output for each piece of it would cost more than the piece.
    guard tasks[key.task]?.step?.key == key else { return }
    tasks[key.task]?.step.mutate(change)
  }

  /// Takes a task out of the block; nil where it never was in it.
  mutating func finish(_ task: Int, _ outcome: TaskOutcome) -> TaskProgress? {
    tally.add(outcome)
    doneWeight += weights[task]
    order.removeAll { $0 == task }
    return tasks.removeValue(forKey: task)
  }

  /// Each at most `width` columns wide; one fewer than `rows`, but at least one.
  func lines(now: Timestamp, width: Int, rows: Int) -> [StyledText] {
    if hasEnded { return [] }
    let room = max(0, rows - 2)
    let hidden = order.count > room ? order.count - max(0, room - 1) : 0
    var lines = order.dropLast(hidden).compactMap { line($0, now: now, width: width) }
    if hidden > 0, room > 0 {
      lines.append(StyledText(lines.isEmpty ? "▸ \(hidden) running" : "… and \(hidden) more running", .faint))
    }
    return (lines + [bar(now: now, width: width)]).map { appearance.fit($0, width: width) }
  }

  private func line(_ index: Int, now: Timestamp, width: Int) -> StyledText? {
    guard let task = tasks[index] else { return nil }
    let style: Style = task.hasFailed ? .caution : .plain
    let name = StyledText("▸ \(plan.tasks[index].name)", style)
    if let wait = task.wait {
      let waited = ElapsedTime(since: wait.since, to: now).words
      return appearance.spread(name + StyledText(" \(wait.words)", .caution), [waited], width: width)
    }
    let ofTask = ElapsedTime(since: task.startedAt, to: now)
    let time = ofTask.words
    let elapsed = noReturn(task, now: now) + time
    let expected = noReturn(task, now: now) + ofTask.words(of: plan.tasks[index].estimate?.median)
    guard let step = task.step else { return appearance.spread(name, [expected, elapsed], width: width) }
    if let wait = step.wait {
      let left = "\(HumanDuration(max(.zero, wait.until - now))) left"
      return appearance.spread(name + StyledText(" waits: \(wait.command)", .caution), [left], width: width)
    }
    let place = "(\(labels.place(of: step.key))\(attempt(step)))"
    return appearance.spread(
      name + StyledText(": \(step.name) \(place)", style),
      ["\(ElapsedTime(since: step.startedAt, to: now).words), task \(expected)", expected, elapsed, time], width: width)
  }

  /// How long it can still be taken back in time; nothing where that is no question, or no more.
  private func noReturn(_ task: TaskProgress, now: Timestamp) -> String {
    guard let point = task.limits?.pointOfNoReturn, task.step?.key.stage.goesForward ?? true else { return "" }
    return point > now ? "no return in \(HumanDuration(point - now)), " : "past no return, "
  }

  private func attempt(_ step: TaskProgress.RunningStep) -> String {
    guard step.attempt > 1 else { return "" }
    return ", attempt \(step.attempt)" + (labels.attempts(of: step.key).map { "/\($0)" } ?? "")
  }

  private func bar(now: Timestamp, width: Int) -> StyledText {
    let cells = min(30, max(8, width / 4))
    let filled = min(cells, Int(fraction(now) * Double(cells)))
    let unhappy = tally.otherWords
    let stopping = isStopping ? StyledText("stopping, ", .caution) : ""
    let done = StyledText(" ") + stopping + StyledText("\(tally.total) of \(Count(plan.tasks.count, "task"))")
    let left =
      StyledText(String(repeating: "█", count: filled))
      + StyledText(String(repeating: "░", count: cells - filled), .faint)
      + done + StyledText(unhappy.isEmpty ? "" : ", \(unhappy)", .caution)
    return appearance.spread(left, [ElapsedTime(since: startedAt, to: now).words], width: width)
  }

  /// Of the plan's expected time, with what the running tasks have behind them; full only when all have ended.
  private func fraction(_ now: Timestamp) -> Double {
    guard totalWeight > 0 else { return 0 }
    let running = tasks.reduce(0.0) { sum, entry in
      guard let median = plan.tasks[entry.key].estimate?.median.seconds, median > 0 else { return sum }
      return sum + weights[entry.key] * min(0.95, max(0, (now - entry.value.startedAt).seconds / median))
    }
    return min(1, (doneWeight + running) / totalWeight)
  }
}

extension Optional {
  fileprivate mutating func mutate(_ change: (inout Wrapped) -> Void) {
    guard var value = take() else { return }
    change(&value)
    self = value
  }
}

extension Duration {
  fileprivate var seconds: Double { Double(wholeMicroseconds) / 1_000_000 }
}
