import RunLog
import Scheduling

/// What people have to look after.
extension StatusReport {
  /// And all that are critical.
  private static let incidentsShown = 5
  /// Characters of one, as nobody reads more in a line.
  private static let longestTitle = 100

  /// Who looks after a task that fails; where nobody does and somebody should, how to say so.
  func acknowledgementLines(of task: String) -> [StyledText] {
    guard let found = status.failingWords[task] else { return [] }
    guard let word = found.word else {
      return [StyledText("      nobody has said that they look after it: \(command("ack \(found.message)"))", .faint)]
    }
    return [StyledText("      \(words(at: word.at, by: word.by, note: word.note))", .faint)]
  }

  private func words(at: Timestamp, by: String, note: String?) -> String {
    let age = at > status.at ? "" : " \(HumanDuration(status.at - at)) ago"
    return "acknowledged by \(HarmlessText.words(by))\(age)" + (note.map { ": \(HarmlessText.words($0))" } ?? "")
  }

  var incidentLines: [StyledText] {
    let incidents = status.openIncidents
    let shown = max(Self.incidentsShown, incidents.count { $0.level == .critical })
    var lines = incidents.prefix(shown).flatMap { incident in
      let since = ElapsedTime(since: incident.opened.at, to: status.at).phrase
      let hint = incident.acknowledged == nil ? ", nobody is at it (\(command("incident ack \(incident.number)")))" : ""
      let words = "  \(incident.symbol) incident \(incident.number) (\(incident.level.rawValue)) \(since): "
      let title = StyledText(HarmlessText.words(incident.title), incident.style).cut(to: Self.longestTitle, mark: "…")
      let by = incident.acknowledged.map { self.words(at: $0.at, by: $0.by.name, note: incident.noteOfAcknowledgement) }
      let line = StyledText(words, incident.style) + title + StyledText(hint, incident.style)
      let end = "it is over: \(command("incident resolve \(incident.number) --note 'TEXT'"))"
      return [line] + (by.map { [StyledText("      \($0); \(end)", .faint)] } ?? [])
    }
    let rest = incidents.count - shown
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
    guard let first = incidents.first else { return nil }
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
  /// What was said with it, where it was acknowledged by a message.
  fileprivate var noteOfAcknowledgement: String? {
    notes.first { $0.kind == .note && $0.word == acknowledged }?.text
  }

  fileprivate var symbol: String { level == .info ? "·" : level == .warning ? "!" : "✗" }
}
