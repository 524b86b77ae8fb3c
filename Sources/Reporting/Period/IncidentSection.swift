import RunLog
import Scheduling

/// Incidents that were opened, resolved or open in the period.
package struct IncidentSection: PeriodSection {
  /// With their notes, the newest first.
  package var incidents: [IncidentRecord]

  package init(_ incidents: [IncidentRecord]) { self.incidents = incidents }

  static let name = "incidents"
  static let title = "Incidents"

  /// Of those that were acknowledged, and those that were resolved, in the period.
  private func times(_ frame: PeriodFrame) -> (acknowledge: Duration?, resolve: Duration?) {
    func mine(_ word: IncidentRecord.Word?) -> Bool { word.map { frame.span.contains($0.at) } ?? false }
    return (
      IncidentTimes(incidents.filter { mine($0.acknowledged) }).meanToAcknowledge,
      IncidentTimes(incidents.filter { mine($0.resolved) }).meanToResolve
    )
  }

  private func opened(_ frame: PeriodFrame) -> [IncidentRecord] {
    incidents.filter { frame.span.contains($0.opened.at) }
  }

  func open(_ frame: PeriodFrame) -> [IncidentRecord] {
    incidents.filter { $0.resolved.map { $0.at >= frame.asOf } ?? true }
  }

  func summary(_ frame: PeriodFrame) -> Phrase? {
    if incidents.isEmpty { return nil }
    let opened = opened(frame)
    let critical = opened.count { $0.level == .critical }
    var words = Phrase("\(Count(opened.count, "incident")) opened")
    if critical > 0 { words += ", " + Phrase("\(critical) critical", .bad) }
    let times = times(frame)
    if let time = times.acknowledge { words += "; mean time to acknowledge \(HumanDuration(time))" }
    if let time = times.resolve { words += "; mean time to resolve \(HumanDuration(time))" }
    let open = open(frame).count
    if open > 0 { words += "; " + Phrase("\(open) \(open == 1 ? "is" : "are") open", .bad) }
    return words + "."
  }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    if incidents.isEmpty { return [.paragraph("None.")] }
    let columns: [DocumentTable.Column] = [
      .init("no.", isRight: true), .init("level"), .init("what"), .init("opened"),
      .init("acknowledged after", isRight: true), .init("resolved after", isRight: true), .init("cause"),
    ]
    let times = times(frame)
    let means = [
      times.acknowledge.map { "mean time to acknowledge (MTTA) \(HumanDuration($0))" },
      times.resolve.map { "mean time to resolve (MTTR) \(HumanDuration($0))" },
    ].compactMap { $0 }
    var blocks: [DocumentBlock] = [
      .table(DocumentTable(columns, incidents.prefix(Self.shown).map { row($0, frame) }))
    ]
    if !means.isEmpty {
      blocks.append(.paragraph("Of those acknowledged and resolved in the period: \(means.joined(separator: ", "))."))
    }
    let rest = incidents.count > Self.shown ? "\(incidents.count - Self.shown) more are not listed: " : "Each in full: "
    blocks.append(
      .paragraph(
        Phrase(rest, .faint) + [frame.code("incident report NUMBER"), frame.code("incident list --all")].listed()))
    return blocks
  }

  private func row(_ incident: IncidentRecord, _ frame: PeriodFrame) -> [Phrase] {
    func time(_ time: Duration?, _ missing: String) -> Phrase {
      time.map { Phrase("\(HumanDuration($0))") } ?? Phrase(missing, .bad)
    }
    let causes = incident.causes
    return [
      "\(incident.number)", Phrase(incident.level.rawValue, incident.level == .critical ? .bad : .plain),
      Phrase(incident.title), Phrase(frame.minute(incident.opened.at)),
      time(incident.timeToAcknowledge, "nobody"), time(incident.timeToResolve, "open"),
      causes.isEmpty ? Phrase("not noted", .faint) : Phrase(causes.joined(separator: "; ")),
    ]
  }

  /// `mtta_seconds`, of those acknowledged in the period, `mttr_seconds`, of those resolved in it; `entries`, each `incident`,
  /// its number, `level`, `title`, `opened_at`, `acknowledged_at`, `resolved_at`, `runs`, `causes`.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    let times = times(frame)
    return ReportRecord([
      ("mtta_seconds", .duration(times.acknowledge)), ("mttr_seconds", .duration(times.resolve)),
      (
        "entries",
        .records(
          incidents.map { incident in
            ReportRecord([
              ("incident", .integer(incident.number)), ("level", .text(incident.level.rawValue)),
              ("title", .text(incident.title)), ("opened_at", .time(incident.opened.at)),
              ("acknowledged_at", .time(incident.acknowledged?.at)), ("resolved_at", .time(incident.resolved?.at)),
              ("runs", .texts(incident.runs.map { "\($0.run)" })), ("causes", .texts(incident.causes)),
            ])
          })
      ),
    ])
  }
}

extension IncidentRecord {
  var causes: [String] { notes.filter { $0.kind == .cause }.map(\.text) }
}
