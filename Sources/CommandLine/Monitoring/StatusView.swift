import Catalog
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling

/// What a watched status shows: read anew when the run log has changed, or a maint of a run is gone, and from time to time for
/// what changes without it.
///
/// The log is opened for each reading and closed again, so that it may be replaced, and that no old snapshot holds up a
/// checkpoint. Whether it changed, the times of its files say.
struct StatusView {
  /// Files of the project, folders of backups, and what the passing of time makes another.
  private static let longest = Duration.seconds(30)

  private let context: Context
  private let host = OwnProcess.hostName
  private var report: StatusReport?
  private var failure: String?
  private var outlooks: [Int: RunOutlook] = [:]
  private var proofs: [(task: TaskName, proof: RollbackProof)] = []
  private var project = ProjectLook.absent
  private var projectReadAt: Timestamp?
  private var readAt = Timestamp(microseconds: .min)
  private var stamps: [FileStamp] = []
  /// A change after the reading would have another time than what was read.
  private var isSettled = false

  init(_ context: Context) { self.context = context }

  mutating func refresh(at now: Timestamp) {
    let isDead = report?.runsUnderWay.contains { !OwnProcess.isAlive($0.process, bootID: $0.bootID) } ?? false
    let isOld = now - readAt >= Self.longest || now < readAt
    guard isDead || isOld || !isSettled || failure != nil || currentStamps() != stamps else { return }
    do throws(CommandFailure) {
      try read(at: now)
    } catch {
      failure = error.text
      readAt = now
    }
  }

  mutating func read(at now: Timestamp) throws(CommandFailure) {
    // Before the reading: what is written meanwhile is found the next time.
    stamps = currentStamps()
    isSettled = stamps.allSatisfy { $0.isSettled(before: now.seconds) }
    let isOld = projectReadAt.map { now - $0 >= Self.longest || now < $0 } ?? true
    if isOld {
      try context.requireNamedProject()
      project = ProjectLook(context)
    }
    let catalog = project.catalog
    let log = try LogReading(context)
    let reading = StatusReading(context, log, channels: catalog?.coordination.channelNames)
    var found = try reading.report(at: now, project)
    if isOld {
      proofs = try reading.proofs(catalog)
      projectReadAt = now
    }
    found.rollbackProofs = proofs
    found.overdue = try reading.overdue(catalog)
    var known: [Int: RunOutlook] = [:]
    for (number, _, _) in found.runsUnderWay {
      // It does not change while the run goes on.
      guard let outlook = outlooks[number] else {
        known[number] = try outlook(of: number, log)
        continue
      }
      known[number] = outlook
    }
    (report, outlooks, failure, readAt) = (found, known, nil, now)
  }

  func lines(at now: Timestamp, columns: Int, rows: Int) -> [String] {
    let appearance = context.appearance(of: STDOUT_FILENO)
    if let failure {
      return StatusScreen.lines(failure: failure, columns: columns, rows: rows, appearance: appearance)
    }
    guard let report else { return [] }
    return StatusScreen(report, at: now, outlooks: outlooks, host: host, appearance: appearance, zone: context.zone)
      .lines(columns: columns, rows: rows)
  }

  private func outlook(of run: Int, _ reading: LogReading) throws(CommandFailure) -> RunOutlook {
    let usual = try reading { log throws(RunLogFailure) in try log.usualTimes(ofRun: run) }
    return RunOutlook(usual: usual?.run, tasks: usual?.tasks ?? [:])
  }

  private func currentStamps() -> [FileStamp] {
    guard let state = try? context.folders.state() else { return [] }
    return ["\(state)/maint.db", "\(state)/maint.db-wal"].map(FileStamp.init(path:))
  }
}
