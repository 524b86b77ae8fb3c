import Glibc
import Reporting
import Scheduling

/// `maint trend NAME`: where the samples of a name go.
struct TrendVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let name = context.invocation.argument(.metric) ?? ""
    let reading = try LogReading(context)
    if !context.isJSON, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    let now = SystemClock.wall()
    let start = try now + (.zero - context.lastSpan(Option.trendSpan))
    let found = try SeriesReading(context: context)(name, from: start, until: now + .seconds(1), in: reading)
    if found.isEmpty, !context.isJSON {
      let absence = try SeriesAbsence(of: name, from: start, zone: context.zone, in: reading)
      context.output.write(absence.words)
      return absence.isUnknown ? .notFound : .success
    }
    let report = TrendReport(
      name: name,
      entries: found.map {
        let (title, points) = $0.mean(in: context.zone)
        return TrendReport.Entry(title: title, points: points, ended: $0.ended)
      }, zone: context.zone)
    context.output.write(
      context.isJSON
        ? report.json
        : report.text(appearance: context.appearance(of: STDOUT_FILENO), width: context.width(of: STDOUT_FILENO)))
    return .success
  }
}

extension Context {
  /// The time that `--last` gives, up to now.
  func lastSpan(_ usual: Duration) throws(CommandFailure) -> Duration {
    guard let text = invocation.value(.last) else { return usual }
    if let span = DurationText.parse(text), span > .zero { return span }
    throw CommandFailure(
      "\(Option.last.flag) takes a time, not \(TypedWord.quoted(text))", hint: "write it as 90d, 12h or 365d",
      exitCode: .usage)
  }
}
