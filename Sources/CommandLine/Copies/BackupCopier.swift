import Catalog
import Execution
import Glibc
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// Takes backups off-site, one at a time: runs the shell text of each as a process tree of its own, in the clean
/// environment of steps, and writes down how it ended.
///
/// A task's backups are copied under a lock of that task, so two maint never make the same copy at once. A copy is due
/// until it was seen to succeed: killed at any point, it is made again, after what still runs of it was ended.
struct BackupCopier {
  private static let outputLimit = 64 << 10
  private static let grace = Duration.seconds(10)

  let state: String
  /// The project's folder, absolute, without links where it is there.
  let project: String
  let log: RunLog
  let runner: SupervisedRunner
  let host: RunHost
  let locks: FileLocks
  /// The user's name.
  let doneBy: String

  init(state: String, project: String, log: RunLog, runner: SupervisedRunner, host: RunHost) {
    self.state = state
    self.project = FolderChoice.resolved(project) ?? project
    self.log = log
    self.runner = runner
    self.host = host
    locks = FileLocks(folder: "\(state)/locks")
    doneBy = log.actor.name
  }

  /// `evenIfDone`: the operator named it, so it is copied also where it was copied before.
  func copy(_ job: CopyJob, evenIfDone: Bool = false) -> CopyOutcome {
    let lock: Int
    switch locks.acquire(["copy.\(job.id.task)"], for: "copying \(job.id) off-site") {
    case .acquired(let handle): lock = handle
    case .held(_, let holder): return .held(holder)
    case .failed(let message): return .failed(message)
    }
    defer { locks.release(lock) }
    do throws(RunLogFailure) {
      // Another maint may have been at it until a moment ago.
      let isWanted = evenIfDone ? true : try log.isCopyDue(run: job.id.run, task: job.id.task)
      guard isWanted else { return .needless }
      let cookie = cookie(of: job.id)
      let left = Survivors(leaders: []) { $0 == cookie }.end(grace: Self.grace)
      if let survivor = left.first {
        return .failed("a copy of it that an earlier maint began still runs (pid \(survivor.pid)) and cannot be ended")
      }
      let startedAt = SystemClock.wall()
      let outcome = run(job, cookie: cookie)
      return try record(outcome, of: job.id, since: startedAt)
    } catch {
      return .failed("what came of it could not be written down: \(error.message)")
    }
  }

  private func run(_ job: CopyJob, cookie: String) -> CopyOutcome {
    if let objection = job.objection() { return .failed(objection) }
    let begun = MonotonicTime.now()
    do throws(PreparationFailure) {
      let values = try host.values(of: job.secrets)
      let command = Command(
        script: job.command.run, shell: .sh, environment: try environment(of: job, secrets: values),
        workingDirectory: "/", user: nil, timeout: job.command.timeout, grace: Self.grace,
        outputLimit: Self.outputLimit, processes: .end, secrets: SecretForms.all(of: values))
      do throws(AsideFailure) {
        let (ending, output) = try runner.runToEnd(command, cookie: cookie, withErrors: true)
        let result = AttemptResult(ending, exitCodes: [0], timeout: job.command.timeout)
        switch result.outcome {
        case .succeeded, .warned:
          return .copied(.microseconds(MonotonicTime.now().microseconds - begun.microseconds))
        case .failed, .timedOut, .stopped, .skipped, .interrupted:
          return .failed(CopyText.failure(result.detail ?? "it failed", output: output))
        }
      } catch {
        switch error {
        case .notStarted(let why): return .failed("could not be started: \(why.message)")
        case .toldToStop(let signal): return .stopped(signal: signal)
        }
      }
    } catch {
      return .failed(error.message)
    }
  }

  private func environment(of job: CopyJob, secrets: [String]) throws(PreparationFailure) -> [String] {
    let told = [
      StepVariable.run.assignment(job.id.run), StepVariable.task.assignment(job.id.task),
      StepVariable.state.assignment(state), StepVariable.project.assignment(project),
      StepVariable.executable.assignment(OwnProcess.executable), StepVariable.rehearsal.assignment(0),
      StepVariable.backupFolder.assignment(job.id.folder(in: state)), StepVariable.backup.assignment(job.id),
    ]
    return try host.baseEnvironment(user: nil) + told + job.parameters.map { "\($0.name)=\($0.value)" }
      + zip(job.secrets, secrets).map { "\($0.name)=\($1)" }
  }

  /// A copy that was stopped is as one that was never begun.
  private func record(
    _ outcome: CopyOutcome, of id: BackupID, since startedAt: Timestamp
  ) throws(RunLogFailure) -> CopyOutcome {
    var event = BackupEvent(
      run: id.run, task: id.task, kind: .copy, startedAt: startedAt, finishedAt: SystemClock.wall(), doneBy: doneBy)
    switch outcome {
    case .copied: event.bytes = BackupTree(id.folder(in: state)).bytes
    case .failed(let reason): event.error = reason
    case .held, .needless, .stopped: return outcome
    }
    try log.record(event)
    return outcome
  }

  /// The same for every attempt at a copy, and no other's: of this state folder, which may go by several paths.
  private func cookie(of id: BackupID) -> String {
    var status = stat()
    stat(state, &status)
    return "copy-\(status.st_dev)-\(status.st_ino)-\(id.run)-\(id.task)"
  }
}
