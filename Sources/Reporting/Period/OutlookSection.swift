import Planning
import Scheduling

/// What comes next, by the schedules.
package struct OutlookSection: PeriodSection {
  /// nil: no project is there, or it has mistakes.
  package var calendar: MaintenanceCalendar?
  /// Why there is none.
  package var absence: String

  package init(_ calendar: MaintenanceCalendar?, absence: String = "") {
    (self.calendar, self.absence) = (calendar, absence)
  }

  /// What of the future is looked at.
  package static func range(_ frame: PeriodFrame) -> Range<Timestamp> {
    let zone = frame.zone
    let today = zone.date(of: frame.asOf)
    // The rest of a day that has begun is no day.
    let begun = frame.asOf == zone.timestamp(of: today) ? 0 : 1
    return frame.asOf..<zone.timestamp(of: today.adding(days: frame.kind.daysAhead + begun))
  }

  static let name = "outlook"
  static let title = "What comes next"

  func summary(_ frame: PeriodFrame) -> Phrase? { nil }

  func blocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    guard let calendar else { return [.paragraph(Phrase("Not known: \(absence)."))] }
    let words = CalendarWords(calendar: calendar)
    var blocks: [DocumentBlock] = [
      .paragraph(
        "The \(frame.kind.daysAhead) days from \(frame.day(calendar.range.lowerBound)), by the schedules as they are now."
      )
    ]
    blocks.append(due(calendar, words, frame))
    blocks += windows(calendar, words, frame)
    if !calendar.freezes.isEmpty {
      blocks.append(.heading("Freezes"))
      blocks.append(.list(calendar.freezes.prefix(Self.shown).map { Phrase(words.span(of: $0.freeze)) }))
    }
    if !calendar.conflicts.isEmpty {
      blocks.append(.heading("What cannot go well"))
      blocks.append(
        .list(Self.cut(calendar.conflicts, more: frame.code("calendar")) { Phrase(words.conflict($0), .caution) }))
    }
    blocks.append(.paragraph(Phrase("Day by day: ", .faint) + frame.code("calendar --days \(frame.kind.daysAhead)")))
    return blocks
  }

  private func due(_ calendar: MaintenanceCalendar, _ words: CalendarWords, _ frame: PeriodFrame) -> DocumentBlock {
    let due = calendar.groups.indices.map { index -> [Phrase] in
      let group = calendar.groups[index]
      let times = calendar.dueTimes.filter { $0.group == index }
      let held = times.contains { $0.hold != nil }
      return [
        Phrase(group.name),
        times.first.map { Phrase(frame.minute($0.slot.start)) } ?? Phrase("not in that time", .faint),
        "\(times.count)", Phrase(words.when(group)), Phrase(words.amount(group)),
        held ? Phrase("frozen at times", .caution) : "",
      ]
    }
    if due.isEmpty { return .paragraph("No tier has tasks, so nothing is ever due.") }
    let columns: [DocumentTable.Column] = [
      .init("due"), .init("next"), .init("times", isRight: true), .init("when"), .init("what"), .init("note"),
    ]
    return .table(DocumentTable(columns, due))
  }

  /// By window: openings are many.
  private func windows(
    _ calendar: MaintenanceCalendar, _ words: CalendarWords, _ frame: PeriodFrame
  ) -> [DocumentBlock] {
    let rows = calendar.windows.compactMap { window -> [Phrase]? in
      let openings = calendar.openings.filter { $0.window == window.name }
      guard let next = openings.first else { return nil }
      let frozen = openings.filter { $0.freeze != nil }.count
      return [
        Phrase(window.name), Phrase("\(frame.minute(next.opening.start)) to \(frame.minute(next.opening.end))"),
        "\(openings.count)", Phrase(words.days(of: window)),
        frozen > 0 ? Phrase("\(frozen) in a freeze", .caution) : "",
      ]
    }
    if rows.isEmpty { return [] }
    let columns: [DocumentTable.Column] = [
      .init("window"), .init("next"), .init("times", isRight: true), .init("when"), .init("note"),
    ]
    return [.heading("Windows"), .table(DocumentTable(columns, rows))]
  }

  /// `absence`, why it is not known, or null; `from`, `to`; `due`, each `name` of a tier or a part of it, `next`, null where it
  /// is not due by then, `times`, `tasks`; `windows`, each `window`, `from`, `to`, `frozen`, whether a freeze covers all or
  /// some of it; `freezes`, each `from`, `to`, `reason`; `conflicts`, in words.
  func values(_ frame: PeriodFrame) -> ReportRecord {
    guard let calendar else {
      return ReportRecord([
        ("absence", .text(absence)), ("from", .time(nil)), ("to", .time(nil)), ("due", .records([])),
        ("windows", .records([])), ("freezes", .records([])), ("conflicts", .texts([])),
      ])
    }
    let words = CalendarWords(calendar: calendar)
    let due = calendar.groups.indices.map { index in
      let times = calendar.dueTimes.filter { $0.group == index }
      return ReportRecord([
        ("name", .text(calendar.groups[index].name)), ("next", .time(times.first?.slot.start)),
        ("times", .integer(times.count)),
        ("tasks", .texts(calendar.groups[index].members.map(\.task.name.description))),
      ])
    }
    let windows = calendar.openings.map { found in
      ReportRecord([
        ("window", .text(found.window)), ("from", .time(found.opening.start)), ("to", .time(found.opening.end)),
        ("frozen", .truth(found.freeze != nil)),
      ])
    }
    let freezes = calendar.freezes.map { frozen in
      ReportRecord([
        ("from", .time(frozen.start)), ("to", .time(frozen.end)), ("reason", .text(frozen.freeze.reason)),
      ])
    }
    return ReportRecord([
      ("absence", .text(nil)), ("from", .time(calendar.range.lowerBound)), ("to", .time(calendar.range.upperBound)),
      ("due", .records(due)), ("windows", .records(windows)), ("freezes", .records(freezes)),
      ("conflicts", .texts(calendar.conflicts.map(words.conflict))),
    ])
  }
}
