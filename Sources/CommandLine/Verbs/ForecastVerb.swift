import Glibc
import Metrics
import Reporting
import Scheduling

/// `maint forecast NAME --limit VALUE`: when the samples of a name reach a value.
struct ForecastVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let name = context.invocation.argument(.metric) ?? ""
    let limit = try self.limit
    let reading = try LogReading(context)
    if !context.isJSON, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    let now = SystemClock.wall()
    let start = try now + (.zero - context.lastSpan(Option.forecastSpan))
    let found = try SeriesReading(context: context)(name, from: start, until: now + .seconds(1), in: reading)
    if found.isEmpty, !context.isJSON {
      let absence = try SeriesAbsence(of: name, from: start, zone: context.zone, in: reading)
      context.output.write(absence.words)
      return absence.isUnknown ? .notFound : .success
    }
    let series = String(name.prefix { $0 != "{" })
    let limits = ForecastLimits(PeriodProject.goals(context))
    let own = limits.limit(of: series)
    let side = own?.value == limit ? own?.side : limits.side(of: series)
    let entries = found.compactMap {
      ForecastReport.Entry.worst(
        of: $0.members.map { ($0.title, $0.points) }, title: $0.title, limit: SeriesLimit(limit, from: side),
        ended: $0.ended)
    }
    let report = ForecastReport(name: name, entries: entries, zone: context.zone, now: now)
    context.output.write(
      context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }

  /// A sign of percent is what the operator thinks in; the samples have the number.
  private var limit: Double {
    get throws(CommandFailure) {
      let text = context.invocation.value(.limit) ?? ""
      if let value = SeriesLimit.number(text) { return value }
      throw CommandFailure(
        "\(Option.limit.flag) takes a number, not \(TypedWord.quoted(text))", hint: "write it as 90, 90% or 1.5e9",
        exitCode: .usage)
    }
  }
}
