import Planning
import Scheduling

/// Shows a calendar: what `maint calendar` prints.
package struct CalendarReport {
  package enum Format: String, CaseIterable, Sendable {
    /// For a terminal: by day; what is due every day or hour is said once.
    case text
    /// For calendar programs, by import or by subscription: iCalendar.
    case ics
    /// For programs.
    case json
    /// A page that needs nothing besides itself, for a browser or a printer.
    case html
  }

  /// Where the calendar is from.
  package struct Origin: Sendable {
    package var host: String
    /// The project's absolute path.
    package var project: String
    package var version: String
    /// Now.
    package var madeAt: Timestamp

    package init(host: String, project: String, version: String, madeAt: Timestamp) {
      self.host = host
      self.project = project
      self.version = version
      self.madeAt = madeAt
    }
  }

  private let calendar: MaintenanceCalendar
  private let origin: Origin

  package init(_ calendar: MaintenanceCalendar, origin: Origin) {
    self.calendar = calendar
    self.origin = origin
  }

  /// Ends with a line break. `appearance` and `width`, in columns, matter for the text alone.
  package func render(_ format: Format, appearance: Appearance, width: Int) -> String {
    switch format {
    case .text: appearance.render(CalendarText(calendar, width: width).lines)
    case .ics: CalendarEvents(calendar, origin: origin).text
    case .json: CalendarJSON(calendar).text
    case .html: CalendarPage(calendar, origin: origin).text
    }
  }
}
