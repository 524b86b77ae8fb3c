import Catalog
import Diagnostics
import Glibc
import Reporting
import RunLog
import Scheduling

/// `maint changelog [RUN]`: what was changed on the host, by maint or before its eyes.
struct ChangelogVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let run = context.invocation.runNumber.map(Int.init)
    let start = try run == nil ? since(now) : nil
    let reading = try LogReading(context)
    if format != .json, let absence = reading.absence {
      context.errors.write("maint: \(absence.words)\n")
      return .success
    }
    if let run { try check(run, reading) }
    try reading { log throws(RunLogFailure) in
      try write(log, since: start, until: now, run: run)
    } ?? writeNothing(since: start, until: now, run: run)
    return .success
  }

  private var format: ChangelogFormat {
    context.isJSON ? .json : context.invocation.value(.format).flatMap(ChangelogFormat.init) ?? .text
  }

  private func check(_ run: Int, _ reading: LogReading) throws(CommandFailure) {
    let found = try reading { log throws(RunLogFailure) in try log.run(run) != nil }
    if found == true { return }
    throw CommandFailure("there is no run \(run)", hint: "'maint log' lists the runs", exitCode: .notFound)
  }

  private func since(_ now: Timestamp) throws(CommandFailure) -> Timestamp {
    guard let text = context.invocation.value(.since) else { return now + (.zero - Option.changelogSpan) }
    if let span = DurationText.parse(text), span > .zero { return now + (.zero - span) }
    if let given = GivenMoment(text) {
      let moment = given.timestamp(in: context.zone)
      if moment <= now { return moment }
      throw CommandFailure(
        "\(Option.since.flag) \(TypedWord.harmless(text)) is yet to come",
        hint: "the change log is of the past: give a day that has begun, or 90d", exitCode: .usage)
    }
    throw CommandFailure(
      "\(Option.since.flag) takes a day, a moment or a time, not \(TypedWord.quoted(text))",
      hint: "write it as 2027-01-31, 2027-01-31T18:00 or 90d", exitCode: .usage)
  }

  private func write(_ log: RunLog, since start: Timestamp?, until end: Timestamp, run: Int?) throws(RunLogFailure) {
    let facts = RunbookMemory(log)
    let hasDetails = context.invocation.has(.details) || run != nil
    // A change of this very moment belongs to it.
    let period = Range(from: start ?? end, to: end + .seconds(1))
    func each(withFiles: Bool, _ body: (ChangelogEntry) -> Void) throws(RunLogFailure) {
      try log.eachModification(in: period, run: run, withFiles: withFiles) { modification in
        body(ChangelogEntry(modification, runbook: facts.facts(of: modification)))
      }
    }
    switch format {
    case .text: try writeText(since: start, hasDetails: hasDetails, each)
    case .markdown:
      let markdown = ChangelogMarkdown(zone: context.zone, host: OwnProcess.hostName)
      context.output.write(markdown.head(since: start, until: end, run: run))
      var isEmpty = true
      try each(withFiles: false) { entry in
        context.output.write(markdown.row(of: entry))
        isEmpty = false
      }
      if isEmpty { context.output.write(ChangelogMarkdown.nothing) }
      if hasDetails {
        try each(withFiles: true) { entry in markdown.details(of: entry).map { context.output.write($0) } }
      }
    case .json:
      var failure: RunLogFailure?
      ChangelogJSON { context.output.write($0) }.write(since: start, until: end, run: run) { body in
        do throws(RunLogFailure) { try each(withFiles: true, body) } catch { failure = error }
      }
      if let failure { throw failure }
    }
  }

  private func writeText(
    since start: Timestamp?, hasDetails: Bool,
    _ each: (_ withFiles: Bool, _ body: (ChangelogEntry) -> Void) throws(RunLogFailure) -> Void
  ) throws(RunLogFailure) {
    let text = ChangelogText(
      appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone, hasDetails: hasDetails)
    var isEmpty = true
    try each(hasDetails) { entry in
      context.output.write(text.lines(of: entry))
      isEmpty = false
    }
    if isEmpty { context.output.write(ChangelogText.nothing(since: start, zone: context.zone)) }
  }

  private func writeNothing(since start: Timestamp?, until end: Timestamp, run: Int?) {
    ChangelogJSON { context.output.write($0) }.write(since: start, until: end, run: run) { _ in }
  }
}

/// What the runbooks of past runs said of themselves, each text read once.
private final class RunbookMemory {
  private let log: RunLog
  private var known: [Int: RunbookFacts] = [:]

  init(_ log: RunLog) { self.log = log }

  func facts(of modification: Modification) -> RunbookFacts? {
    guard case .task(let task) = modification, let source = task.source else { return nil }
    if let known = known[source] { return known }
    var diagnostics = DiagnosticBag()
    // A runbook that this maint does not understand says nothing here.
    let bytes = (try? log.text(ofSource: source)) ?? []
    let text = ProjectText(files: [ProjectText.File(path: "runbooks/\(task.runbook).yaml", bytes: bytes)])
    let catalog = CatalogLoader.load(text: text, diagnostics: &diagnostics)
    let facts = RunbookFacts(catalog.runbooks[task.runbook])
    known[source] = facts
    return facts
  }
}
