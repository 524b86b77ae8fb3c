import Catalog
import Planning
import Scheduling

/// Shows a plan to people: what `maint plan` and `maint run --dry-run` print.
///
/// First the whole run at a glance, wave by wave; then each task with all that it will use and do. A runbook's stages
/// stand with the first of its tasks, and later ones refer to it, so that nothing is read twice and ten thousand tasks
/// of one runbook stay short. Values of secrets are not known here and never shown.
package struct PlanReport {
  let plan: Plan
  private let now: Timestamp
  private let appearance: Appearance
  private let width: Int
  /// The full name of each task, made once.
  private let names: [String]
  private let standsAlone: Bool

  /// `now` is what times are told from; long lists are broken at `width` columns, nothing is cut. `standsAlone`: the task was
  /// taken out of its run, and what it needs is named though it is not in the plan.
  package init(_ plan: Plan, now: Timestamp, appearance: Appearance, width: Int = 100, standsAlone: Bool = false) {
    self.plan = plan
    self.standsAlone = standsAlone
    self.now = now
    self.appearance = appearance
    self.width = width
    // By index, here and below: a loop over the tasks themselves would copy each, with all that it refers to.
    names = plan.tasks.indices.map { plan.tasks[$0].task.name.description }
  }

  /// Hands the text on in pieces of whole lines: UTF-8, or ASCII where that is all the device has.
  package func write(to sink: ([UInt8]) throws -> Void) rethrows {
    var text = PlanText(appearance: appearance)
    addHead(to: &text)
    if plan.tasks.count > 1 { try addOverview(to: &text, sink) }
    var firstTasks: [Int?] = Array(repeating: nil, count: plan.runbooks.count)
    let dependents = firstDependents()
    for index in plan.tasks.indices {
      let number = plan.tasks[index].runbook
      text.endLine()
      addTask(index, neededBy: dependents[index], runbookShownWith: firstTasks[number], to: &text)
      if firstTasks[number] == nil {
        firstTasks[number] = index
        let runbook = plan.runbooks[number]
        PlanRunbookText(
          runbook: runbook, copy: runbook.copyCommand(plan.defaults), indentation: Self.indentation
        ).add(to: &text)
      }
      try text.handOn(to: sink)
    }
    try text.handOn(to: sink, isEnd: true)
  }

  package var text: String {
    var bytes: [UInt8] = []
    write { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  static let indentation = 3
  private static let labelWidth = 12

  private func addHead(to text: inout PlanText) {
    text.add("Plan for ")
    text.add(TargetText(plan.targets).brief)
    if plan.tasks.isEmpty {
      text.add(": nothing to do\n")
      return
    }
    text.add(": \(Count(plan.tasks.count, "task")) in \(Count(plan.waveCount, "wave")), \(plan.jobs) at a time, ")
    if let duration = plan.estimatedDuration {
      text.add("about \(HumanDuration(duration))\n")
      return addDeferred(to: &text)
    }
    let unknown = plan.unmeasuredCount
    let tasks = plan.tasks.count == 1 ? "it has" : unknown == 1 ? "1 task has" : "\(unknown) tasks have"
    text.add("no estimate: \(tasks) no history\n")
    addDeferred(to: &text)
  }

  /// How many tasks a run would not start at this moment.
  private func addDeferred(to text: inout PlanText) {
    let count = plan.deferredCount(at: now)
    if count > 0 { text.add("\(Count(count, "task")) would be deferred if it began now\n", .caution) }
  }

  /// One line a task, wave by wave; the numbers are the order in which tasks start if nothing else decides.
  private func addOverview(to text: inout PlanText, _ sink: ([UInt8]) throws -> Void) rethrows {
    let byWave = plan.tasks.indices.sorted { (plan.tasks[$0].wave, $0) < (plan.tasks[$1].wave, $1) }
    let waveWidth = "wave \(plan.waveCount)".utf8.count + 2
    let numberWidth = PlanText.digits(of: plan.tasks.count)
    let nameWidth = min(48, names.reduce(0) { max($0, $1.utf8.count) }) + 2
    var wave = -1
    text.endLine()
    for index in byWave {
      text.indent(2)
      let ownWave = plan.tasks[index].wave
      text.addColumn(ownWave == wave ? "" : "wave \(ownWave + 1)", width: waveWidth, .faint)
      wave = ownWave
      let digits = PlanText.digits(of: index + 1)
      text.indent(numberWidth - digits)
      text.addColumn(index + 1, width: digits + 2, .faint)
      text.addColumn(names[index], width: nameWidth)
      text.styled(.faint) { text in
        text.add(plan.estimate(ofTask: index).map { "about \(HumanDuration($0.median))" } ?? "no history")
        Self.addNumbers(plan.tasks[index].needs, to: &text)
      }
      text.endLine()
      try text.handOn(to: sink)
    }
  }

  /// `, after 2, 3 and 12 more`.
  private static func addNumbers(_ needs: [Int], to text: inout PlanText) {
    let shown = needs.count > 8 ? 6 : needs.count
    for (position, need) in needs.prefix(shown).enumerated() {
      text.add(position == 0 ? ", after " : ", ")
      text.add(need + 1)
    }
    if shown < needs.count { text.add(" and \(needs.count - shown) more") }
  }

  private func firstDependents() -> [Int?] {
    var result: [Int?] = Array(repeating: nil, count: plan.tasks.count)
    for index in plan.tasks.indices {
      for need in plan.tasks[index].needs where result[need] == nil { result[need] = index }
    }
    return result
  }
}

extension PlanReport {
  private func addTask(
    _ index: Int, neededBy: Int?, runbookShownWith shown: Int?, to text: inout PlanText
  ) {
    let task = plan.tasks[index]
    text.addColumn(index + 1, width: Self.indentation, .faint)
    text.add(names[index])
    text.endLine()
    if shown == nil, let description = plan.runbooks[task.runbook].description {
      text.addLines(description, indent: Self.indentation)
    }
    addLabel("runbook", to: &text)
    text.add(plan.runbooks[task.runbook].name)
    if let shown {
      text.styled(.faint) { text in
        text.add("  (as shown for ")
        text.add(shown + 1)
        text.add(" ")
        text.add(names[shown])
        text.add(")")
      }
    } else {
      let runbook = plan.runbooks[task.runbook]
      let facts = [runbook.category?.rawValue, runbook.kind?.rawValue, runbook.place.path].compactMap { $0 }
      text.addFree("  (\(facts.joined(separator: ", ")))", .faint)
    }
    text.endLine()
    if task.selection == .needed, let neededBy {
      addLabel("added", to: &text)
      text.add("for \(names[neededBy]): it has not succeeded in the current period\n")
    }
    let needs = standsAlone ? task.task.needs.map(\.task.description) : task.needs.map { names[$0] }
    if !needs.isEmpty {
      addLabel("needs", to: &text)
      text.addList(needs, indent: Self.indentation + Self.labelWidth, width: width)
    }
    addMetNeeds(of: task, to: &text)
    addParameters(of: task, to: &text)
    if shown == nil { addRunbookLists(of: plan.runbooks[task.runbook], to: &text) }
    addLimits(of: task, to: &text)
  }

  private func addMetNeeds(of task: PlannedTask, to text: inout PlanText) {
    for (index, need) in task.metNeeds.enumerated() {
      addLabel(index == 0 ? "met" : "", to: &text)
      text.add(need.task.description)
      text.add(" by run \(need.success.run), \(HumanDuration(now - need.success.finishedAt)) ago\n", .faint)
    }
  }

  private func addParameters(of task: PlannedTask, to text: inout PlanText) {
    for (index, parameter) in task.parameters.enumerated() {
      addLabel(index == 0 ? "parameters" : "", to: &text)
      text.add(parameter.name)
      let isMultiline = parameter.value.utf8.contains(UInt8(ascii: "\n"))
      text.add(isMultiline ? " =" : " = ")
      if !isMultiline { text.addFree(Self.quotedIfNeeded(parameter.value)) }
      text.styled(.faint) { text in
        switch parameter.origin {
        case .task(let place):
          text.add("  (with, ")
          text.addFree(place)
        case .runbook(let place):
          text.add("  (default, ")
          text.addFree(place)
        case .commandLine: text.add("  (command line")
        }
        text.add(")")
      }
      text.endLine()
      if isMultiline { text.addLines(parameter.value, indent: Self.indentation + Self.labelWidth + 2) }
    }
  }

  /// What belongs to the runbook, whichever task uses it.
  private func addRunbookLists(of runbook: Runbook, to text: inout PlanText) {
    for (index, secret) in runbook.secrets.enumerated() {
      addLabel(index == 0 ? "secrets" : "", to: &text)
      text.add("\(secret.name) = ***  ")
      switch secret.origin {
      case .file(let path): text.addFree("(file \(path))", .faint)
      case .command(let command): text.addFree("(output of: \(command))", .faint)
      case .credential(let name): text.addFree("(systemd credential \(name))", .faint)
      }
      text.endLine()
    }
    if !runbook.requires.isEmpty {
      addLabel("requires", to: &text)
      text.addList(runbook.requires, indent: Self.indentation + Self.labelWidth, width: width)
    }
    if let limit = runbook.confirm {
      addLabel("confirm", to: &text)
      text.add("maint confirm within \(DurationText.format(limit)) of verify, else it is rolled back\n")
    }
  }

  private func addLimits(of task: PlannedTask, to text: inout PlanText) {
    if !task.locks.isEmpty {
      addLabel("locks", to: &text)
      text.addList(task.locks, indent: Self.indentation + Self.labelWidth, width: width)
    }
    if task.timeout != nil || plan.defaults.stepTimeout != nil {
      addLabel("timeout", to: &text)
      let steps = plan.defaults.stepTimeout.map { "each step \(DurationText.format($0))" }
      text.add([task.timeout.map(DurationText.format), steps].compactMap { $0 }.joined(separator: ", "))
      text.endLine()
    }
    if plan.defaults.grace != Defaults().grace {
      addLabel("grace", to: &text)
      text.add("\(DurationText.format(plan.defaults.grace)) between TERM and KILL\n")
    }
    if task.task.alert != .warning {
      addLabel("alert", to: &text)
      text.add("\(task.task.alert.rawValue) when it fails\n")
    }
    addGate(of: task, to: &text)
    if let approval = task.approval {
      addLabel("approval", to: &text)
      text.addFree(approval.words, approval.isGiven ? .plain : .caution)
      text.endLine()
      addCoverage(of: approval, to: &text)
    }
    if let proof = task.rollbackProof {
      addLabel("rollback", to: &text)
      text.addFree(proof.words(now: now), proof.style)
      text.endLine()
    }
    addLabel("estimate", to: &text)
    if let estimate = task.estimate {
      let (median, most) = (HumanDuration(estimate.median), HumanDuration(estimate.percentile95))
      text.add("median \(median), 95 % \(most), \(Count(estimate.count, "run"))\n")
    } else {
      text.add("no history\n")
    }
  }

  /// Of the files that its steps read in, which are a part of what is approved.
  private func addCoverage(of approval: PlannedApproval, to text: inout PlanText) {
    for file in approval.files {
      addLabel("", to: &text)
      text.addFree("covers \(file), as it is when it is asked for", .faint)
      text.endLine()
    }
    let rest =
      approval.missing.map { "\($0) is not there, and must not be when it begins" }
      + approval.uncovered.map { "does not cover \($0): only the shell will know what that reads in or runs" }
      + approval.programs.map { "does not cover \($0), a program of the project" }
      + approval.named.map { "does not cover \($0), which is in the project and which a command is given" }
    for words in rest {
      addLabel("", to: &text)
      text.addFree(words, .caution)
      text.endLine()
    }
  }

  /// Whether it may start now, and what that rests on.
  private func addGate(of task: PlannedTask, to text: inout PlanText) {
    guard let gate = task.gate else { return }
    let decision = gate.decision(at: now)
    addLabel("window", to: &text)
    switch decision {
    case .open(let open):
      text.add("open")
      text.addFree(gate.allowance(open, at: now).map { ": \($0)" } ?? ", without a limit")
    case .tooLate, .shut:
      text.add("deferred", .caution)
      text.addFree(": \(gate.reason(decision, at: now) ?? "")")
    }
    text.endLine()
    if case .tooLate = decision { return }
    addLabel("takes", to: &text)
    text.addFree(gate.needed.words)
    text.endLine()
  }

  private func addLabel(_ label: String, to text: inout PlanText) {
    text.indent(Self.indentation)
    text.addColumn(label, width: Self.labelWidth, .faint)
  }

  /// A value that would be hard to see, between single quotes.
  private static func quotedIfNeeded(_ value: String) -> String {
    value.isEmpty || value.utf8.first == 0x20 || value.utf8.last == 0x20 ? "'\(value)'" : value
  }
}
