import Planning
import Scheduling

/// A calendar as a page of HTML that needs nothing besides itself: for a browser, a mail or a printer.
struct CalendarPage {
  private let calendar: MaintenanceCalendar
  private let origin: CalendarReport.Origin
  private let words: CalendarWords

  init(_ calendar: MaintenanceCalendar, origin: CalendarReport.Origin) {
    self.calendar = calendar
    self.origin = origin
    words = CalendarWords(calendar: calendar)
  }

  var text: String {
    let title = "Maintenance of \(origin.host)"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(Self.escaped(title))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <h1>\(Self.escaped(title))</h1>
      <p>\(Self.escaped(subtitle))</p>
      \(conflicts)\(groups)\(months)<footer>\(Self.escaped(ending))</footer>
      </body>
      </html>

      """
  }

  private var subtitle: String {
    let (first, last) = (calendar.zone.date(of: calendar.range.lowerBound), calendar.lastDay)
    return "\(CalendarWords.day(first)) to \(CalendarWords.day(last)), times of \(calendar.zone.name)"
  }

  private var ending: String {
    "maint \(origin.version), \(words.minute(origin.madeAt)), project \(origin.project)"
  }

  static func escaped(_ text: String) -> String { HTMLText.escaped(HarmlessText.words(text)) }
}

extension CalendarPage {
  private var conflicts: String {
    if calendar.conflicts.isEmpty { return "" }
    let items = calendar.conflicts.map { "<li>\(Self.escaped(words.conflict($0)))</li>\n" }.joined()
    return "<section class=\"conflicts\">\n<h2>Conflicts</h2>\n<ul>\n\(items)</ul>\n</section>\n"
  }

  private var groups: String {
    if calendar.groups.isEmpty { return "<p>No tier has tasks, so nothing is ever due.</p>\n" }
    let rows = calendar.groups.map { group in
      let tasks = group.members.map { Self.escaped(words.member($0)) }.joined(separator: "<br>")
      let cells = [group.name, words.when(group), words.length(group)].map { "<td>\(Self.escaped($0))</td>" }.joined()
      return "<tr>\(cells)<td>\(tasks)</td></tr>\n"
    }
    return table("What is due", headings: ["Tier", "When", "Takes", "Tasks"], rows: rows.joined())
  }

  /// The agenda, a table a month, so that each begins on a page of its own where it would be cut.
  private var months: String {
    var result = ""
    var days = CalendarAgenda(calendar).days[...]
    while let first = days.first {
      let month = days.prefix { ($0.date.year, $0.date.month) == (first.date.year, first.date.month) }
      days = days[month.endIndex...]
      let name = Month(rawValue: first.date.month)?.name ?? ""
      result += table(
        "\(name) \(first.date.year)", headings: ["Day", "Time", "What", ""], rows: month.map(rows).joined())
    }
    return result
  }

  private func rows(of day: CalendarAgenda.Day) -> String {
    day.entries.enumerated().map { index, entry in
      let head =
        index == 0
        ? "<th scope=\"rowgroup\" rowspan=\"\(day.entries.count)\">\(CalendarWords.day(day.date))</th>" : ""
      let cells = [entry.time, entry.name, entry.words].map { "<td>\(Self.escaped($0))</td>" }.joined()
      return "<tr class=\"\(entry.kind.rawValue)\(entry.isFrozen ? " frozen" : "")\">\(head)\(cells)</tr>\n"
    }.joined()
  }

  private func table(_ title: String, headings: [String], rows: String) -> String {
    let cells = headings.map { "<th scope=\"col\">\($0)</th>" }.joined()
    return """
      <section>
      <h2>\(Self.escaped(title))</h2>
      <table>
      <thead><tr>\(cells)</tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </section>

      """
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
    h1 { font-size: 1.6rem; margin-bottom: 0; }
    h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid #8885; }
    tbody th, td:nth-last-child(3) { white-space: nowrap; font-variant-numeric: tabular-nums; font-weight: normal; }
    .frozen td { color: #1d6fa5; }
    .conflicts { border-left: 4px solid #c77700; padding-left: 1rem; }
    footer { margin-top: 2rem; font-size: 0.85rem; opacity: 0.7; }
    @media (prefers-color-scheme: dark) { .frozen td { color: #7cc4f0; } }
    @media print {
      body { font-size: 10pt; margin: 0; max-width: none; }
      h2, thead { break-after: avoid; }
      tr { break-inside: avoid; }
    }
    """
}
