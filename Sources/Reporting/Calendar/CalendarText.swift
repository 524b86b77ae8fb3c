import Planning
import Scheduling

/// A calendar for a terminal: what there is, what is wrong with it, and then day by day.
struct CalendarText {
  private let calendar: MaintenanceCalendar
  private let words: CalendarWords
  private let width: Int

  init(_ calendar: MaintenanceCalendar, width: Int) {
    self.calendar = calendar
    self.width = width
    words = CalendarWords(calendar: calendar)
  }

  var lines: [StyledText] {
    var lines = [heading] + calendar.groups.flatMap(describe)
    if calendar.groups.isEmpty { lines.append(StyledText("No tier has tasks, so nothing is ever due.")) }
    if !calendar.conflicts.isEmpty {
      lines.append(StyledText(""))
      for conflict in calendar.conflicts {
        for (index, line) in filled(words.conflict(conflict), indentation: 2).enumerated() {
          lines.append(
            index == 0 ? StyledText("! ", .caution) + StyledText(String(line.dropFirst(2))) : StyledText(line))
        }
      }
    }
    let rows = CalendarAgenda(calendar).days.flatMap(rows)
    if rows.isEmpty { return lines }
    let columns: [Table.Column] = [
      .init(heading: "DAY"), .init(heading: "TIME"), .init(heading: "WHAT"), .init(heading: ""),
    ]
    return lines + [StyledText("")] + Table(columns: columns, rows: rows).lines
  }

  private var heading: StyledText {
    let (first, last) = (calendar.zone.date(of: calendar.range.lowerBound), calendar.lastDay)
    let count = last.dayNumber - first.dayNumber + 1
    return StyledText(
      "\(Count(count, "day")) from \(CalendarWords.day(first)) to \(CalendarWords.day(last)), times of \(calendar.zone.name)",
      .faint)
  }

  /// What is due when, and the tasks with the time that each takes.
  private func describe(_ group: DueGroup) -> [StyledText] {
    let names = group.members.map(words.member).joined(separator: ", ")
    return [StyledText("\(group.name): \(words.when(group)); \(words.amount(group))")]
      + filled(names, indentation: 2).map { StyledText($0, .faint) }
  }

  private func rows(of day: CalendarAgenda.Day) -> [[StyledText]] {
    day.entries.enumerated().map { index, entry in
      let style: Style = entry.isFrozen ? .caution : .plain
      return [
        StyledText(index == 0 ? CalendarWords.day(day.date) : ""), StyledText(entry.time),
        StyledText(entry.name, style), StyledText(entry.words, style),
      ]
    }
  }

  private func filled(_ text: String, indentation: Int) -> [String] {
    TextColumns.filled(text, indentation: indentation, width: width)
  }
}

extension MaintenanceCalendar {
  /// The last day of which a part is in the range.
  var lastDay: CivilDate { zone.date(of: Timestamp(microseconds: range.upperBound.microseconds - 1)) }
}
