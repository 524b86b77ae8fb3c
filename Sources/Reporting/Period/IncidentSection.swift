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
  private func times(
    _ frame: PeriodFrame
  ) -> (acknowledge: (mean: Duration, of: String)?, resolve: (mean: Duration, of: String)?) {
    func mine(_ word: IncidentRecord.Word?) -> Bool { word.map { frame.span.contains($0.at) } ?? false }
    /// How many those are, and how many of them were opened in the period.
    func of(_ some: [IncidentRecord], besides unknown: Int) -> String {
      let before = some.count { !frame.span.contains($0.opened.at) }
      let old = before == some.count ? ", from before" : before > 0 ? ", \(before) from before" : ""
      return "of \(some.count)\(old)" + (unknown > 0 ? "; not known of \(unknown) more, the clock was set back" : "")
    }
    let (allAcknowledged, allResolved) = (
      incidents.filter { mine($0.acknowledged) }, incidents.filter { mine($0.resolved) }
    )
    let acknowledged = allAcknowledged.filter { $0.timeToAcknowledge != nil }
    let resolved = allResolved.filter { $0.timeToResolve != nil }
    return (
      IncidentTimes(acknowledged).meanToAcknowledge.map {
        ($0, of(acknowledged, besides: allAcknowledged.count - acknowledged.count))
      },
      IncidentTimes(resolved).meanToResolve.map { ($0, of(resolved, besides: allResolved.count - resolved.count)) }
    )
  }

  func opened(_ frame: PeriodFrame) -> [IncidentRecord] {
    incidents.filter { frame.span.contains($0.opened.at) }
  }

  /// When the period ended.
  func open(_ frame: PeriodFrame) -> [IncidentRecord] {
    incidents.filter { $0.resolved.map { $0.at >= frame.asOf } ?? true }
  }

  /// What somebody should have been at then, and nobody was.
  func untended(_ frame: PeriodFrame) -> [IncidentRecord] {
    open(frame).filter { $0.level == .critical && !$0.isAcknowledged(by: frame.asOf) }
  }

  func summary(_ frame: PeriodFrame) -> Phrase? {
    if incidents.isEmpty { return nil }
    let opened = opened(frame)
    let critical = opened.count { $0.level == .critical }
    var words = Phrase(opened.isEmpty ? "No incident was opened" : "\(Count(opened.count, "incident")) opened")
    if critical > 0 { words += ", " + Phrase("\(critical) critical", .bad) }
    let times = times(frame)
    if let time = times.acknowledge {
      words += "; mean time to acknowledge \(HumanDuration(time.mean)) (\(time.of))"
    }
    if let time = times.resolve { words += "; mean time to resolve \(HumanDuration(time.mean)) (\(time.of))" }
    let open = open(frame)
    let since = open.count { $0.resolved != nil }
    if since > 0 { words += "; \(since) \(since == 1 ? "was" : "were") open when this ended, and resolved since" }
    let left = open.count - since
    if left > 0 { words += "; " + Phrase("\(left) \(left == 1 ? "is" : "are") open", .bad) }
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
      times.acknowledge.map {
        "Mean time to acknowledge (MTTA), of those acknowledged in the period: \(HumanDuration($0.mean)) (\($0.of))."
      },
      times.resolve.map {
        "Mean time to resolve (MTTR), of those resolved in it: \(HumanDuration($0.mean)) (\($0.of))."
      },
    ].compactMap { $0 }
    var blocks: [DocumentBlock] = [
      .table(DocumentTable(columns, incidents.prefix(Self.shown).map { row($0, frame) }))
    ]
    if !means.isEmpty {
      blocks.append(.paragraph(Phrase(means.joined(separator: " "))))
    }
    let rest = incidents.count > Self.shown ? "\(incidents.count - Self.shown) more are not listed: " : "Each in full: "
    blocks.append(
      .paragraph(
        Phrase(rest, .faint) + [frame.code("incident report NUMBER"), frame.code("incident list --all")].listed()))
    return blocks
  }

  private func row(_ incident: IncidentRecord, _ frame: PeriodFrame) -> [Phrase] {
    func time(_ word: IncidentRecord.Word?, _ time: Duration?, _ missing: Phrase) -> Phrase {
      guard let word, word.at < frame.asOf else { return missing }
      return time.map { Phrase("\(HumanDuration($0))") } ?? Phrase("not known", .faint)
    }
    let isOpen = open(frame).contains { $0.number == incident.number }
    let since = incident.resolved.map { ", resolved on \(frame.day($0.at))" } ?? ""
    let (causes, later) = (incident.causes(by: frame.asOf), incident.causes(since: frame.asOf))
    return [
      "\(incident.number)", Phrase(incident.level.rawValue, incident.level == .critical ? .bad : .plain),
      Phrase(incident.title), Phrase(frame.minute(incident.opened.at)),
      // What was resolved had no need of it any more.
      time(
        incident.acknowledged, incident.timeToAcknowledge, isOpen ? Phrase("nobody", .bad) : Phrase("never", .faint)),
      time(incident.resolved, incident.timeToResolve, isOpen ? Phrase("open", .bad) + since : ""),
      causes.isEmpty
        ? later.isEmpty ? Phrase("not noted", .faint) : Phrase("noted since: \(later.joined(separator: "; "))")
        : Phrase(causes.joined(separator: "; ")),
    ]
  }

  /// `mtta_seconds`, of those acknowledged in the period, `mttr_seconds`, of those resolved in it; `entries`, each `incident`,
  /// its number, `level`, `title`, `opened_at`, `acknowledged_at`, `resolved_at`, also where that was after the end of the period,
  /// `runs`, `causes`.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    let times = times(frame)
    return ReportRecord([
      ("mtta_seconds", .duration(times.acknowledge?.mean)), ("mttr_seconds", .duration(times.resolve?.mean)),
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

  func causes(by moment: Timestamp) -> [String] {
    notes.filter { $0.kind == .cause && $0.word.at < moment }.map(\.text)
  }

  func causes(since moment: Timestamp) -> [String] {
    notes.filter { $0.kind == .cause && $0.word.at >= moment }.map(\.text)
  }

  func isAcknowledged(by moment: Timestamp) -> Bool { acknowledged.map { $0.at < moment } ?? false }
}
