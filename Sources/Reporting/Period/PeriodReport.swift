import JSON
import RunLog
import Scheduling

/// `maint report`: a week, month, quarter or year of maintenance, to be sent as it is.
///
/// A pure value: the same facts give the same bytes in every format.
package struct PeriodReport: Sendable {
  package enum Format: String, CaseIterable, Sendable {
    case text, markdown, html
    /// The HTML prints well as it is.
    case pdfReady = "pdf-ready"
    case json, csv
  }

  let frame: PeriodFrame
  let sections: [any PeriodSection]
  /// The newest entry of the audit chain; nil: it has none.
  let head: AuditRow?
  private let summary: [Phrase]
  let verdict: PeriodVerdict
  private let verdictPhrase: Phrase

  package init(_ facts: PeriodFacts, head: AuditRow?) {
    frame = facts.frame
    self.head = head
    let recommendations = Advice(facts: facts).all
    sections = facts.sections + [AdviceSection(recommendations: recommendations)]
    verdict = PeriodVerdict(facts, recommendations)
    verdictPhrase = verdict.phrase(facts, recommendations)
    summary =
      [facts.fault?.sentence(facts.frame)].compactMap { $0 }
      + sections.compactMap { [frame] section in section.summary(frame) }
  }

  package func render(_ format: Format, appearance: Appearance, width: Int) -> String {
    var text = ""
    write(format, appearance: appearance, width: width) { text += $0 }
    return text
  }

  /// In pieces: what programs read has every failure of a year.
  package func write(_ format: Format, appearance: Appearance, width: Int, to output: (String) -> Void) {
    switch format {
    case .text: output(DocumentText(appearance: appearance, width: width).render(document))
    case .markdown: output(DocumentMarkdown.render(document))
    case .html, .pdfReady: output(DocumentPage.render(document))
    case .json: writeJSON(to: output)
    case .csv: writeTable(to: output)
    }
  }

  /// Bytes of a piece.
  private static let piece = 32 << 10

  // MARK: What every text has

  private var document: Document {
    Document(
      title: "Maintenance of \(frame.host), \(frame.period.name)", preface: preface,
      sections: [Document.Section(title: "Summary", blocks: [.paragraph(verdictPhrase), .list(summary)])]
        + sections.map { Document.Section(title: type(of: $0).title, blocks: $0.blocks(frame)) },
      footer: footer)
  }

  /// Which days, by which clocks.
  private var preface: Phrase {
    let last = frame.period.end.adding(days: -1)
    let part = frame.isComplete ? "" : ", so far: as of \(frame.minute(frame.asOf))"
    let article = frame.kind == .annual ? "An" : "A"
    let days = "\(frame.period.first) to \(last)\(part)"
    return "\(article) \(frame.kind.rawValue) report: \(days); times of \(frame.zone.name)."
  }

  /// The last words: by these somebody can tell later whether the run log is still the one of which this tells.
  private var footer: Phrase {
    guard let head else { return "The run log has no audit chain." }
    return "Audit chain: entry \(head.entry), " + .code(head.hash) + "; "
      + frame.code("audit verify --head \(head.hash)")
  }

  // MARK: For programs

  /// `kind`; `period`, with `name`, `first`, `last`, days of the host's calendar; `as_of`, the moment that the report is about;
  /// `complete`, whether the period was over by then; `timezone`; `host`; `summary`, with `verdict` (`well`, `mixed`, `not_known`, `nothing_done`,
  /// `attention`, `human_needed`) and `sentences`; then each section by its name, with the fields that its `values` documents; `audit`, null or
  /// the newest entry of the chain: `entry`, `at`, `hash`.
  private func writeJSON(to output: (String) -> Void) {
    var json = JSONWriter(layout: .pretty)
    let sections = sections.map { (type(of: $0).name, ReportValue.record($0.values(frame))) }
    json.record(ReportRecord(heads + sections + [audit])) { json in
      guard json.bytes.count >= Self.piece else { return }
      output(json.text)
      json.removeAll()
    }
    json.lineBreak()
    output(json.text)
  }

  private func writeTable(to output: (String) -> Void) {
    withoutActuallyEscaping(output) { output in
      var table = ReportTable()
      table.drain = { text in
        guard text.utf8.count >= Self.piece else { return }
        output(text)
        text = ""
      }
      table.add(ReportRecord(heads), section: "")
      for section in sections { table.add(section.values(frame), section: type(of: section).name) }
      table.add(ReportRecord([audit]), section: "")
      output(table.text)
    }
  }

  private var heads: [(name: String, value: ReportValue)] {
    let period = ReportRecord([
      ("name", .text(frame.period.name)), ("first", .text("\(frame.period.first)")),
      ("last", .text("\(frame.period.end.adding(days: -1))")),
    ])
    let words = summary.map { $0.pieces.map(\.text).joined() }
    return [
      ("kind", .text(frame.kind.rawValue)), ("period", .record(period)), ("as_of", .time(frame.asOf)),
      ("complete", .truth(frame.isComplete)), ("timezone", .text(frame.zone.name)), ("host", .text(frame.host)),
      ("summary", .record(ReportRecord([("verdict", .text(verdict.rawValue)), ("sentences", .texts(words))]))),
    ]
  }

  private var audit: (name: String, value: ReportValue) {
    let fields = head.map {
      ReportRecord([("entry", .integer($0.entry)), ("at", .time($0.at)), ("hash", .text($0.hash))])
    }
    return ("audit", .record(fields))
  }
}
