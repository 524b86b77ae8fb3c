import Planning
import Reporting
import RunLog

/// The copies that one maint makes: each backup is tried once, and a text that failed is not run again, so that a vault
/// that is down costs one attempt however many backups wait for it.
struct CopyRound {
  let copier: BackupCopier
  /// What the operator is told to type next.
  let command: CommandText
  /// Says a line to the operator; `isProblem`: also to one who wants to hear of nothing else.
  let say: (_ text: String, _ isProblem: Bool) -> Void
  private(set) var failed = 0
  private(set) var held = 0
  private(set) var signal: Int32?
  private var failedTexts: Set<String> = []
  private var queue: CopyQueue
  private var postponed = 0

  init(copier: BackupCopier, command: CommandText, say: @escaping (_ text: String, _ isProblem: Bool) -> Void) {
    self.copier = copier
    self.command = command
    self.say = say
    queue = CopyQueue(copier.log)
  }

  /// Those that are due, the newest first; `job` tells how one is copied, or nil where it is none of this maint's.
  mutating func copyDue(job: (DueCopy) throws(RunLogFailure) -> CopyJob?) {
    do throws(RunLogFailure) {
      while signal == nil, let job = try next(job) { copy(job) }
    } catch {
      failed += 1
      say("maint: which backups are to be copied off-site could not be read: \(error.message)\n", true)
    }
  }

  private mutating func next(_ job: (DueCopy) throws(RunLogFailure) -> CopyJob?) throws(RunLogFailure) -> CopyJob? {
    while let due = try queue.next() {
      guard let job = try job(due) else { continue }
      let id = job.id
      // Its task failed before the backup was complete, or somebody removed it.
      guard SealFile.status(of: id.folder(in: copier.state))?.isThere == true else {
        try copier.log.forgetCopy(run: id.run, task: id.task)
        continue
      }
      return job
    }
    return nil
  }

  mutating func copy(_ job: CopyJob, evenIfDone: Bool = false) {
    queue.pass(job.id)
    guard !failedTexts.contains(job.command.run) else {
      postponed += 1
      return
    }
    say(CopyText.beginning(job.id), false)
    switch copier.copy(job, evenIfDone: evenIfDone) {
    case .copied(let duration): say(CopyText.copied(job.id, in: duration), false)
    case .needless: say(CopyText.needless(job.id), false)
    case .held(let holder):
      held += 1
      say(CopyText.held(job.id, by: holder), false)
    case .stopped(let number):
      signal = number
      say(CopyText.stopped(job.id, signal: number, command), true)
    case .failed(let reason):
      failed += 1
      failedTexts.insert(job.command.run)
      say(CopyText.failed(job.id, reason, command), true)
    }
  }

  /// To be called at the end: names how many were not tried.
  func conclude() {
    if postponed > 0 { say(CopyText.postponed(postponed), true) }
  }
}
