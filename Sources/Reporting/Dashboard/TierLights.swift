import Catalog
import Execution
import RunLog
import Scheduling

/// Works out the lights: never green where the status says that something is wrong.
struct TierLights {
  private let status: StatusReport
  private let due: DueReport?
  /// Each task that was ever tried, and whether it ever succeeded.
  private let tried: [TaskName: Bool]

  init(status: StatusReport, due: DueReport?, tried: [TaskName: Bool]) {
    (self.status, self.due, self.tried) = (status, due, tried)
  }

  /// Of each tier that has tasks, and of runbooks by themselves where something is known of them.
  var all: [TierLight] { (Tier.allCases + [nil]).compactMap(light) }

  /// Of the host: the status, and the worst of the tiers.
  func overall(of lights: [TierLight]) -> TrafficLight {
    let own: TrafficLight =
      switch status.verdict {
      case .humanNeeded: .red
      case .attention: .yellow
      case .fine:
        status.status.warnings.isEmpty && status.unheard.isEmpty && status.schedules.unread.isEmpty ? .green : .yellow
      case .noRuns, .noRunLog: .noData
      }
    let worst = lights.map(\.light).max() ?? .noData
    return own == .noData && worst == .green ? .noData : max(own, worst)
  }

  private func light(of tier: Tier?) -> TierLight? {
    let tasks = due?.tasks.filter { $0.name.tier == tier } ?? []
    let names = Set(tasks.map(\.name)).union(due == nil || tier == nil ? tried.keys.filter { $0.tier == tier } : [])
    let bad = alarming(tier, tasks)
    var wrong = wanting(tier)
    guard !names.isEmpty || !bad.isEmpty || !wrong.isEmpty else { return nil }
    if status.unsoundProject != nil { wrong.append("nothing can be run: the project is not sound") }
    let known = names.filter { tried[$0] != nil }
    var light = TierLight(tier: tier, light: .green, reasons: bad + wrong)
    if !bad.isEmpty {
      light.light = .red
    } else if known.isEmpty, wrong.isEmpty {
      let others = tried.keys.contains { $0.tier == tier }
      (light.light, light.reasons) = (.noData, [others ? "none of its tasks of now has run yet" : "has not run yet"])
    } else if !wrong.isEmpty {
      light.light = .yellow
    } else if !known.contains(where: { tried[$0] == true }) {
      (light.light, light.reasons) = (.noData, ["no outcome that says anything yet"])
    }
    if light.light != .noData {
      let unknown = names.count - known.count
      if unknown > 0 { light.reasons.append("\(Count(unknown, "task")) of \(names.count) not yet run") }
    }
    light.reasons += remarks(tier)
    light.lastSuccess = tasks[...].lastSuccess
    light.next = tasks[...].next
    light.runs = status.liveRuns.filter { runs($0, tier) }.map(\.number)
    return light
  }
}

extension DueTask {
  fileprivate var isGivenUp: Bool {
    if case .givenUp = state { true } else { false }
  }
}

// MARK: - What is wrong

extension TierLights {
  private func alarming(_ tier: Tier?, _ tasks: [DueTask]) -> [String] {
    var reasons = status.needsHuman.filter { $0.task.tier == tier }.map { "\($0.task.name): \($0.what)" }
    if tier == .emergency {
      let own = status.untendedIncidents.filter { $0.openedByRun != nil }
      reasons += own.map { "incident \($0.number) is open, and nobody is at it" }
    }
    for task in tasks {
      if case .givenUp(let attempts, _) = task.state {
        reasons.append("\(task.name.name): given up after \(Count(attempts, "failure"))")
      }
    }
    // A new period alone makes nothing better: it stands until the task succeeds.
    let told = Set(tasks.filter(\.isGivenUp).map(\.name.name))
    reasons += alerts(.gaveUp, tier).filter { !told.contains($0) }.map { "\($0): given up, and no success since" }
    reasons += alerts(.neverStarts, tier).map { "\($0): can never start" }
    return reasons
  }

  private func wanting(_ tier: Tier?) -> [String] {
    let human = status.needsHuman
    let unhappy = status.status.unhappyTasks.filter { task in
      task.name.tier == tier && !task.isTakenBack && !task.isRemoved && !human.contains { $0.task == task.name }
    }
    // What others were held up by comes first.
    let ordered = unhappy.filter { !$0.isHeldUp } + unhappy.filter(\.isHeldUp)
    var reasons = ordered.map { "\($0.name.name): \(OutcomeText($0.result).words)" }
    reasons += status.deadRuns.filter { runs($0, tier) }.map { "run \($0.number) ended without an outcome" }
    reasons += alerts(.missedWindow, tier).map { "\($0): missed its window" }
    let overdue = status.overdue.filter { $0.name.tier == tier && !status.isInAlerts($0) }
    if let first = overdue.first {
      let what =
        first.unanswered != nil ? "waits for an approval" : first.missedWindow == nil ? "overdue" : "missed its window"
      reasons.append(overdue.count == 1 ? "\(first.name.name): \(what)" : "\(overdue.count) tasks are overdue")
    }
    if let run = tier.flatMap({ status.status.lastRuns[$0] }), let count = status.status.warnings[run.number] {
      reasons.append("run \(run.number) had \(Count(count, "warning"))")
    }
    if tier == .emergency {
      let known = status.untendedIncidents.map(\.number)
      let own = status.status.openIncidents.filter { $0.openedByRun != nil && !known.contains($0.number) }
      reasons += own.map { "incident \($0.number) is open" }
    }
    return reasons + backups(tier)
  }

  private func backups(_ tier: Tier?) -> [String] {
    var found: [(words: String, count: Int)] = []
    found.append(("missing", status.missingBackups.count { $0.task.tier == tier }))
    found.append(("damaged", status.status.damagedBackups.count { $0.task.tier == tier }))
    found.append(("not copied off-site", status.status.dueCopies.count { $0.task.tier == tier }))
    let drills = status.alarmingDrills.filter { $0.task.tier == tier }.map { "\($0.task.name): its drill was not well" }
    return found.filter { $0.count > 0 }.map { "\(Count($0.count, "backup")) \($0.words)" } + drills
  }

  private func remarks(_ tier: Tier?) -> [String] {
    let back = status.takenBack.filter { $0.name.tier == tier }.map { "\($0.name.name): taken back on request" }
    let waiting = status.approvals.filter { $0.task.tier == tier && $0.isOpen(at: status.status.at) && !$0.isComplete }
    return back + waiting.map { "\($0.task.name): waits for approval" }
  }

  /// The names of the tasks that alerts of a kind are about.
  private func alerts(_ kind: Alert.Kind, _ tier: Tier?) -> [String] {
    var names: [String] = []
    for alert in status.status.alerts where alert.kind == kind {
      if let task = alert.task, task.tier == tier, !names.contains(task.name) { names.append(task.name) }
    }
    return names
  }

  private func runs(_ run: RunRecord, _ tier: Tier?) -> Bool {
    let isTarget = run.header.targets.contains { target in
      switch target {
      case .tier(let named): named == tier
      case .task(let name): name.tier == tier
      case .runbook: tier == nil
      }
    }
    return isTarget || run.tasks.contains { $0.name.tier == tier }
  }
}
