import RunLog
import Scheduling

/// What people have to look after.
extension StatusReport {
  private static let incidentsShown = 5

  var incidentLines: [StyledText] {
    let incidents = status.openIncidents
    var lines = incidents.prefix(Self.incidentsShown).map { incident in
      let since = "for \(HumanDuration(status.at - incident.opened.at))"
      let hint = incident.acknowledged == nil ? ", nobody is at it (\(command("incident ack \(incident.number)")))" : ""
      let words = "  \(incident.symbol) incident \(incident.number) (\(incident.level.rawValue)) \(since): "
      return StyledText(words + HarmlessText.words(incident.title) + hint, incident.style)
    }
    let rest = incidents.count - Self.incidentsShown
    if rest > 0 { lines.append(StyledText("      and \(rest) more: \(command("incident list"))", .faint)) }
    return Self.section("Open incidents", lines)
  }

  /// What somebody should be at now, and nobody is.
  var untendedIncidents: [IncidentRecord] {
    status.openIncidents.filter { $0.level == .critical && $0.acknowledged == nil }
  }

  /// For the first line: what nobody is at that somebody should be.
  var untended: String? {
    let incidents = untendedIncidents
    guard let first = incidents.last else { return nil }
    if incidents.count > 1 { return "\(incidents.count) critical incidents are open, and nobody is at them" }
    let title = HarmlessText.words(first.title)
    return "incident \(first.number) (critical) is open, and nobody is at it: \(title)"
  }

  /// For the first line: those that are open.
  var incidents: String? {
    let incidents = status.openIncidents
    guard let first = incidents.first else { return nil }
    if incidents.count > 1 { return "\(incidents.count) incidents are open" }
    return "incident \(first.number) (\(first.level.rawValue)) is open"
  }

  var signOffLines: [StyledText] {
    guard status.notSigned > 0 else { return [] }
    let count = status.notSigned == 1 ? "1 run is not signed" : "\(status.notSigned) runs are not signed"
    return ["", StyledText("\(count): \(command("signoff"))")]
  }
}

extension IncidentRecord {
  fileprivate var symbol: String { level == .info ? "·" : level == .warning ? "!" : "✗" }
}
