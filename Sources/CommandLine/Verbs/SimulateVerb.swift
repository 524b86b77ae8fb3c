import Catalog
import Glibc
import Planning
import Reporting
import Scheduling
import TextSearch

/// `maint simulate`: what a schedule would do over a long time.
struct SimulateVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let zone = context.zone
    let settings = try settings(zone: zone)
    let catalog = try context.loadCatalog()
    let past = try PastTimes(of: catalog, context: context)
    let simulation = Simulator.simulate(
      catalog, durations: past.durations, samples: try past.samples(), settings: settings, hostZone: zone,
      zone: ZoneDatabase().zone(named:))
    let report = SimulationReport(simulation, zone: zone)
    let text = {
      report.text(
        appearance: context.appearance(of: STDOUT_FILENO), width: context.width(of: STDOUT_FILENO),
        allRuns: context.invocation.has(.verbose))
    }
    context.output.write(context.isJSON ? report.json : text())
    return .success
  }

  private func settings(zone: Zone) throws(CommandFailure) -> Simulation.Settings {
    let today = zone.date(of: SystemClock.wall())
    let from = try GivenMoment.of(.from, context) ?? GivenMoment(day: today)
    let start = from.timestamp(in: zone)
    let end = try GivenMoment.of(.to, context)?.end(in: zone) ?? Self.yearLater(start, in: zone)
    guard start < end else {
      throw CommandFailure("the simulation ends before it begins", hint: "give a later --to", exitCode: .usage)
    }
    var outages: [Range<Timestamp>] = []
    for text in context.invocation.values(.down) {
      let outage = try Self.outage(text, in: zone)
      guard outage.overlaps(start..<end) else {
        throw CommandFailure(
          "the outage \(TypedWord.quoted(text)) is outside the time that is simulated", hint: "see --from and --to",
          exitCode: .usage)
      }
      outages.append(outage)
    }
    return Simulation.Settings(range: start..<end, every: try every(), outages: outages)
  }

  private static func yearLater(_ moment: Timestamp, in zone: Zone) -> Timestamp {
    let date = zone.date(of: moment)
    // After February 29 comes March 1.
    return zone.timestamp(of: CivilDate(year: date.year + 1, month: date.month, day: date.day))
  }

  private func every() throws(CommandFailure) -> Duration {
    guard let text = context.invocation.value(.every) else { return .seconds(300) }
    guard let every = DurationText.parse(text), every >= .seconds(1) else {
      throw CommandFailure(
        "--every takes a time of a second or more, not \(TypedWord.quoted(text))", hint: "write it as 30s, 5m or 1h",
        exitCode: .usage)
    }
    return every
  }

  private static func outage(_ text: String, in zone: Zone) throws(CommandFailure) -> Range<Timestamp> {
    guard let dots = text.firstRange(ofText: "..") else {
      throw CommandFailure(
        "--down takes FROM..TO, not \(TypedWord.quoted(text))", hint: "write it as 2027-03-01..2027-03-05",
        exitCode: .usage)
    }
    let start = try GivenMoment.read(String(text[..<dots.lowerBound]), of: .down).timestamp(in: zone)
    let end = try GivenMoment.read(String(text[dots.upperBound...]), of: .down).end(in: zone)
    guard start < end else {
      throw CommandFailure(
        "the outage \(TypedWord.quoted(text)) ends before it begins",
        hint: "write the earlier end first; a day alone lasts to its end", exitCode: .usage)
    }
    return start..<end
  }
}
