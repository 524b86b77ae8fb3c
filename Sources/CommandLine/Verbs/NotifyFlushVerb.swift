import Catalog
import Execution
import Glibc
import Reporting
import RunLog
import Scheduling
import Supervision

/// `maint notify flush`: delivers what waits.
struct NotifyFlushVerb {
  /// So long at most: whoever calls it again goes on.
  private static let longest = Duration.seconds(600)

  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let catalog = try catalog()
    let writing = try StateWriting(context)
    if isMissing { return tell(DeliveryReport(at: SystemClock.wall())) }
    let supervisor = try writing.supervisor()
    let log = try writing.openLog()
    let outbox = Outbox(
      context: context, catalog: catalog, project: FolderChoice.absolute(context.folders.project),
      state: writing.state, log: log)
    try writing.logged { () throws(RunLogFailure) in try outbox.write(now: SystemClock.wall()) }
    let (results, isOurs, signal) = try writing.logged { () throws(RunLogFailure) in
      try outbox.deliver(
        with: supervisor, within: Self.longest, isForced: context.invocation.has(.force))
    }
    if let signal {
      throw CommandFailure(
        "stopped by \(SignalName.of(signal))", hint: "what was not delivered waits",
        exitCode: signal == SIGINT ? .interrupted : .terminated)
    }
    var report = DeliveryReport(at: SystemClock.wall(), isOurs: isOurs)
    report.command = NextCommand(context).text
    report.waiting = try writing.logged { () throws(RunLogFailure) in try log.waitingDeliveries() }
    report.channels = results.sorted { $0.key < $1.key }.map { name, result in
      DeliveryReport.Channel(
        name: name, sent: result.sent, givenUp: result.givenUp, problem: result.problem?.words,
        next: result.problem?.next)
    }
    // Another maint may be at the others now.
    if isOurs {
      report.channels += try writing.logged { () throws(RunLogFailure) in
        try untried(log, known: catalog.coordination.channelNames, besides: results.keys)
      }
    }
    return tell(report)
  }

  /// What waits is delivered also where the schedules have mistakes elsewhere.
  private func catalog() throws(CommandFailure) -> Catalog {
    guard let found = PromptDelivery.catalog(context) else { return try context.loadSchedules() }
    if found.isForMessages, !context.invocation.has(.quiet) {
      context.errors.write(
        "maint: warning: the schedules have mistakes, so what waits is delivered, and nothing new is told of tasks and windows: "
          + "\(NextCommand(context)("check")) shows them\n")
    }
    return found
  }

  /// There is no run log. One that cannot be read may be written, as on a full disk, where a writer gives up the reserve.
  private var isMissing: Bool {
    do throws(CommandFailure) { return try context.openLogForReading() == nil } catch { return false }
  }

  /// Channels that wait after a failure, and whose time has not come.
  private func untried(
    _ log: RunLog, known: [String], besides tried: some Collection<String>
  ) throws(RunLogFailure) -> [DeliveryReport.Channel] {
    var found: [DeliveryReport.Channel] = []
    for next in try log.waitingChannels() where known.contains(next.channel) && !tried.contains(next.channel) {
      guard let error = next.error, !found.contains(where: { $0.name == next.channel }) else { continue }
      found.append(
        DeliveryReport.Channel(
          name: next.channel, sent: 0, givenUp: 0, problem: error, next: next.nextAt, isTried: false))
    }
    return found
  }

  private func tell(_ report: DeliveryReport) -> ExitCode {
    if context.isJSON {
      context.output.write(report.json)
    } else if !context.invocation.has(.quiet) {
      context.output.write(report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone))
    }
    return report.channels.contains { $0.isTried && $0.problem != nil } ? .failed : .success
  }
}
