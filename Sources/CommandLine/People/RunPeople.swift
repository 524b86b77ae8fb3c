import Catalog
import Notification
import Planning
import RunLog

/// Who has to sign for a run, and which incident it belongs to.
struct RunPeople {
  let plan: Plan
  let catalog: Catalog
  /// Who is told.
  let told: Coordination
  /// Nothing of it is for real.
  let isRehearsal: Bool
  /// It takes back what another did: an emergency was that one.
  let isRollback: Bool
  /// The one that somebody named.
  let incident: Int?
  /// As messages say it.
  let command: MessageCommand

  /// The roles that the tiers of its tasks ask for, each once.
  var signOff: [String] {
    if isRehearsal { return [] }
    var roles: [String] = []
    for tier in Set(plan.tasks.compactMap(\.name.tier)).sorted() {
      for role in catalog.tiers[tier]?.signOff ?? [] where !roles.contains(role) { roles.append(role) }
    }
    return roles
  }

  var incidentOfRun: IncidentOfRun {
    if isRehearsal { return .inherited }
    if let incident { return .known(incident) }
    if isRollback { return .inherited }
    let tasks = plan.tasks.filter { $0.name.tier == .emergency }
    guard !tasks.isEmpty else { return .inherited }
    let levels = tasks.map(\.task.alert)
    let level: MaintenanceTask.AlertLevel =
      levels.contains(.critical) ? .critical : levels.contains(.warning) ? .warning : .info
    return .new(NewIncident(title(of: tasks), level, told: told, command))
  }

  private func title(of tasks: [PlannedTask]) -> String {
    let names = tasks.map(\.name.description).joined(separator: ", ")
    guard let only = tasks.first, tasks.count == 1, let words = plan.runbook(of: only).description else { return names }
    return "\(names): \(words.split(whereSeparator: \.isNewline).first.map(String.init) ?? words)"
  }
}
