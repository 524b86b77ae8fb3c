import Diagnostics
import Scheduling
import Syntax
import TextSearch

/// Tiers and their tasks.
extension ScheduleBinder {
  mutating func bindTiers(_ node: Node) {
    guard let pairs = reader.pairs(of: node, ScheduleKey.schedule.field.shape) else { return }
    for (key, value) in pairs {
      if let tier = tier(named: key.text, at: key.place) { bind(tier, at: key.place, value) }
    }
  }

  private mutating func tier(named text: String, at place: Place) -> Tier? {
    if let tier = Tier(rawValue: text) { return tier }
    let names = Tier.allCases.map(\.rawValue)
    reader.note(
      .unknownTier, "there is no tier '\(text)'", at: place,
      hint: reader.suggestion(for: text, among: names) ?? "the tiers are \(names.joined(separator: ", "))")
    return nil
  }

  private mutating func bind(_ tier: Tier, at place: Place, _ node: Node) {
    if catalog.tiers[tier] == nil { catalog.tiers[tier] = TierSchedule(tier: tier, place: place) }
    switch node.kind {
    case .list: bindTasks(node, of: tier)
    case .map:
      for entry in reader.entries(of: node, as: TierKey.self) ?? [] {
        bindSetting(entry, of: tier)
      }
    case .scalar:
      reader.noteWrongType(node, expected: Construct.tier.anyForm)
    }
  }

  private mutating func bindSetting(_ entry: NodeReader.Entry<TierKey>, of tier: Tier) {
    if entry.key == .tasks { return bindTasks(entry.value, of: tier) }
    let name = "'\(entry.key.rawValue)' of \(tier.rawValue)"
    guard define(.setting(tier, entry.key), .duplicateSetting, as: name, at: entry.keyNode.place) else { return }
    switch entry.key {
    case .at: catalog.tiers[tier]?.at = reader.time(entry.value)
    case .catchUp: catalog.tiers[tier]?.catchUp = reader.choice(entry.value, of: CatchUp.self)
    case .retryAfter:
      if let delay = reader.delay(entry.value) { catalog.tiers[tier]?.retryAfter = delay }
    case .maxAttempts:
      if let count = reader.count(entry.value, in: TierKey.maxAttemptsRange) {
        catalog.tiers[tier]?.maxAttempts = count
      }
    case .jobs:
      if let jobs = reader.count(entry.value, in: TierKey.jobsRange) { catalog.tiers[tier]?.jobs = jobs }
    case .requireDrill: catalog.tiers[tier]?.requireDrill = reader.drillRule(entry.value)
    case .signOff:
      for item in reader.items(of: entry.value, .name) ?? [] {
        guard let name = reader.name(item) else { continue }
        catalog.tiers[tier]?.signOff.append(name)
        catalog.tiers[tier]?.signOffPlaces.append(item.place)
      }
    case .tasks: break
    }
  }

  private mutating func bindTasks(_ node: Node, of tier: Tier) {
    let items = reader.items(of: node, .construct(.task)) ?? []
    reserve(items.count, of: tier)
    for item in items {
      guard let task = bindTask(item, of: tier), define(task.name, at: task.place) else { continue }
      catalog.tiers[tier]?.tasks.append(task)
    }
  }

  /// Room for the tasks of a long list: growing step by step would touch several times the memory.
  private mutating func reserve(_ count: Int, of tier: Tier) {
    let known = catalog.tiers[tier]?.tasks.count ?? 0
    guard count > known else { return }
    catalog.tiers[tier]?.tasks.reserveCapacity(known + count)
    taskPlaces.reserveCapacity(taskPlaces.count + count)
  }

  /// nil where it has no name.
  private mutating func bindTask(_ node: Node, of tier: Tier) -> MaintenanceTask? {
    if node.kind == .scalar {
      guard let name = reader.name(node) else { return nil }
      let task = MaintenanceTask(name: TaskName(tier: tier, name: name), runbook: name, place: node.place)
      check(task, runbookPlace: node.place, argumentNames: [])
      return task
    }
    guard node.kind == .map else {
      reader.noteWrongType(node, expected: Construct.task.anyForm)
      return nil
    }
    guard let entries = reader.entries(of: node, as: TaskKey.self) else { return nil }
    return bindTask(entries, of: tier)
  }

  private mutating func bindTask(_ entries: [NodeReader.Entry<TaskKey>], of tier: Tier) -> MaintenanceTask? {
    let nameNode = entries.first { $0.key == .task }?.value
    let name = nameNode.flatMap { reader.name($0) }
    // Without a name it is no task; what else is wrong with it is noted all the same.
    let place = nameNode?.place ?? entries.first?.keyNode.place
    guard let place else { return nil }
    var task = MaintenanceTask(name: TaskName(tier: tier, name: name ?? ""), runbook: name ?? "", place: place)
    var runbookPlace = name == nil ? nil : place
    var argumentNames: [Place] = []
    for entry in entries {
      switch entry.key {
      case .task: break
      case .runbook:
        let runbook = reader.name(entry.value)
        task.runbook = runbook ?? ""
        runbookPlace = runbook == nil ? nil : entry.value.place
      case .needs: task.needs = bindNeeds(entry.value, of: task.name)
      case .with: (task.arguments, argumentNames) = bindArguments(entry.value)
      case .timeout: task.timeout = reader.timeLimit(entry.value)
      case .locks: task.locks = reader.names(entry.value)
      case .alert: task.alert = reader.choice(entry.value, of: MaintenanceTask.AlertLevel.self) ?? task.alert
      case .approval: task.approval = reader.approvalRule(entry.value)
      case .requireDrill: task.requireDrill = reader.drillRule(entry.value)
      case .window:
        task.window = reader.name(entry.value).map { MaintenanceTask.WindowName(name: $0, place: entry.value.place) }
      }
    }
    if let runbookPlace { check(task, runbookPlace: runbookPlace, argumentNames: argumentNames) }
    return name == nil ? nil : task
  }

  private mutating func bindNeeds(_ node: Node, of task: TaskName) -> [MaintenanceTask.Need] {
    var needs: [MaintenanceTask.Need] = []
    let items = reader.items(of: node, .need) ?? []
    needs.reserveCapacity(items.count)
    for item in items {
      guard let text = reader.scalar(item, .need), let name = taskName(text, in: task.tier, at: item.place) else {
        continue
      }
      if name == task {
        reader.note(.selfNeed, "'\(task)' needs itself", at: item.place, hint: "remove it from needs")
      } else if !needs.contains(where: { $0.task == name }) {
        needs.append(MaintenanceTask.Need(task: name, place: item.place))
      }
    }
    return needs
  }

  /// `name` of the same tier, or `tier.name`.
  private mutating func taskName(_ text: String, in tier: Tier?, at place: Place) -> TaskName? {
    if NameRule.isName(text) { return TaskName(tier: tier, name: text) }
    guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else {
      _ = reader.checkName(text, at: place)
      return nil
    }
    guard let tier = self.tier(named: String(text[..<dot]), at: place) else { return nil }
    let name = String(text[text.index(after: dot)...])
    return reader.checkName(name, at: place) ? TaskName(tier: tier, name: name) : nil
  }

  private mutating func noteUnfilled(_ text: String, at place: Place) {
    let isVariable = text.first == "$" && text.dropFirst().first.map { $0 == "{" || $0 == "_" || $0.isLetter } ?? false
    let isTemplate = text.firstRange(ofText: "{{").map { text[$0.upperBound...].contains(text: "}}") } ?? false
    guard isVariable || isTemplate || text.hasPrefix("~/") else { return }
    reader.note(
      .unfilledTemplate, "nothing fills this in: the step is told '\(text)' as it stands here", severity: .warning,
      at: place, hint: "write the value in full")
  }

  private mutating func bindArguments(_ node: Node) -> ([MaintenanceTask.Argument], names: [Place]) {
    var arguments: [MaintenanceTask.Argument] = []
    var names: [Place] = []
    guard let pairs = reader.pairs(of: node, TaskKey.with.field.shape) else { return ([], []) }
    for (key, value) in pairs {
      // One that cannot be read still counts as given.
      let text = reader.text(value) ?? ""
      arguments.append(MaintenanceTask.Argument(name: key.text, value: text, place: value.place))
      noteUnfilled(text, at: value.place)
      names.append(key.place)
    }
    return (arguments, names)
  }
}
