import Diagnostics
import Scheduling
import Syntax

/// Binds the trees of all schedules into one catalog, whose runbooks are known beforehand.
///
/// `bind` is called for each schedule, `checkNeeds`, `checkWindows` and `checkChannels` once after the last, because a task
/// may need one of a later file.
struct ScheduleBinder {
  var reader = NodeReader()
  var catalog = Catalog()
  let known: KnownRunbooks
  var taskPlaces: [TaskName: Place] = [:]
  private var places: [Definition: Place] = [:]
  /// Where coordination names a channel or stakeholder.
  var receivers: [Receiver] = []
  var alertsPlace: Place?
  /// Of which it is said that nobody is told.
  var silentLevels: Set<MaintenanceTask.AlertLevel> = []
  /// Whether what it says of channels and who is told is without a mistake.
  private(set) var isCoordinationSound = true

  init(runbooks: KnownRunbooks) {
    known = runbooks
    catalog.runbooks = runbooks.runbooks
  }

  mutating func bind(_ tree: SyntaxTree) {
    guard tree.hasDocument else {
      return reader.note(
        .emptyFile, "this schedule is empty", at: .path(tree.source.path),
        hint: "write maintenance_schedule: with tiers and tasks in it, or remove the file")
    }
    for entry in reader.entries(of: tree.root, as: ScheduleKey.self) ?? [] {
      switch entry.key {
      case .schedule: bindTiers(entry.value)
      case .windows: bindWindows(entry.value)
      case .freeze: bindFreezes(entry.value)
      case .coordination: inCoordination { $0.bindCoordination(entry.value) }
      case .metrics: bindMetrics(entry.value)
      case .defaults: bindDefaults(entry.value)
      }
    }
  }

  /// Notes whether something of it is a mistake.
  mutating func inCoordination(_ bind: (inout ScheduleBinder) -> Void) {
    let before = reader.diagnostics.errorCount
    bind(&self)
    if reader.diagnostics.errorCount > before { isCoordinationSound = false }
  }

  /// Checks what takes all files to know: whether every need is a task.
  mutating func checkNeeds() {
    for tier in Tier.allCases {
      let tasks = catalog.tiers[tier]?.tasks ?? []
      for index in tasks.indices {
        for need in tasks[index].needs where taskPlaces[need.task] == nil { noteUnknown(need, of: tasks[index]) }
      }
    }
  }

  private mutating func noteUnknown(_ need: MaintenanceTask.Need, of task: MaintenanceTask) {
    var near: TaskName?
    if need.task.tier == task.name.tier {
      // A task of another tier must be called by its full name.
      near = Tier.allCases.map { TaskName(tier: $0, name: need.task.name) }.first { taskPlaces[$0] != nil }
    }
    if near == nil, let tier = need.task.tier, let tasks = catalog.tiers[tier]?.tasks {
      near = reader.nearest(to: need.task.name, among: tasks.lazy.map(\.name.name)).map {
        TaskName(tier: tier, name: $0)
      }
    }
    // It is told already that there is no such runbook; its name is the one mistake.
    if let near, near.tier == need.task.tier, lacksRunbook(near) { return }
    let hint = near.map { "did you mean '\($0.tier == task.name.tier ? $0.name : $0.description)'?" }
    reader.note(
      .unknownNeed, "'\(task.name)' needs '\(need.task)', which is no task", at: need.place,
      hint: hint ?? "write the name of a task of this tier, or tier.task")
  }

  private func lacksRunbook(_ name: TaskName) -> Bool {
    let task = name.tier.flatMap { catalog.tiers[$0] }?.tasks.first { $0.name == name }
    return task.map { known.parameters[$0.runbook] == nil } ?? false
  }

  /// Where it was defined first.
  func place(of definition: Definition) -> Place? { places[definition] }

  /// Whether this is the first place that defines it; otherwise both are shown.
  mutating func define(
    _ definition: Definition, _ id: DiagnosticID = .duplicateName, as name: String, at place: Place
  ) -> Bool {
    guard let first = places[definition] else {
      places[definition] = place
      return true
    }
    noteDuplicate(id, name, at: place, first: first)
    return false
  }

  mutating func define(_ task: TaskName, at place: Place) -> Bool {
    guard let first = taskPlaces.updateValue(place, forKey: task) else { return true }
    taskPlaces[task] = first
    noteDuplicate(.duplicateName, "the task '\(task)'", at: place, first: first)
    return false
  }

  private mutating func noteDuplicate(_ id: DiagnosticID, _ name: String, at place: Place, first: Place) {
    reader.note(
      id, "\(name) is defined twice", at: place, hint: "keep one of them",
      notes: [Diagnostic.Note("first defined here", at: first)])
  }
}
