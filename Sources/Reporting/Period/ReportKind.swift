import Metrics

/// What `maint report` is about: a week, a month, a quarter or a year.
package enum ReportKind: String, CaseIterable, Sendable {
  case weekly, monthly, quarterly, annual

  package var period: ReportPeriod.Kind {
    switch self {
    case .weekly: .week
    case .monthly: .month
    case .quarterly: .quarter
    case .annual: .year
    }
  }

  /// nil: of so many days there is no report.
  package init?(_ period: ReportPeriod) {
    switch period.kind {
    case .days: return nil
    case .week: self = .weekly
    case .month: self = .monthly
    case .quarter: self = .quarterly
    case .year: self = .annual
    }
  }

  /// With its article, as in "2026-10 is a month".
  package var noun: String {
    switch self {
    case .weekly: "a week"
    case .monthly: "a month"
    case .quarterly: "a quarter"
    case .annual: "a year"
    }
  }

  /// How far ahead the report looks, in days: at what comes in the next period, but at most a month.
  var daysAhead: Int { self == .weekly ? 7 : 31 }
}
