import Execution
import Glibc

/// Tells the maint outside of each attempt whose process is about to be started, and of each whose process has ended,
/// before the engine hears of it: what the sandbox holds then is what the attempt begins with, and what it has left. The
/// answer may be a fault, which the engine cannot tell from one that happens by itself.
final class BoundaryRunner: ProcessRunner {
  private let runner: SupervisedRunner
  private let channel: BoundaryChannel
  private var attempts: [Int: AttemptKey] = [:]
  /// Processes that are made to hang.
  private var hanging: Set<Int> = []

  init(_ runner: SupervisedRunner, channel: BoundaryChannel) {
    self.runner = runner
    self.channel = channel
  }

  func start(_ command: Command, process: Int) throws(StartFailure) -> ProcessIdentity {
    var command = command
    if let attempt = command.attempt, attempt.number > 0 {
      switch channel.tell(.begins(attempt)) {
      case .kill(let writes): command.script = InterruptStepVerb.script(of: command, after: writes, hangs: false)
      case .hang(let writes, let limit):
        command.script = InterruptStepVerb.script(of: command, after: writes, hangs: true)
        // Its `if` and its undo keep the time that they have.
        command.timeout = limit
        hanging.insert(process)
      case .crash: crash()
      case .goOn, .fail, .orders: break
      }
    }
    let identity = try runner.start(command, process: process)
    attempts[process] = command.attempt
    return identity
  }

  func wait(until deadline: Int64?) -> [ProcessEvent] {
    runner.wait(until: deadline).map { event in
      guard case .ended(let process, var ending) = event, let attempt = attempts.removeValue(forKey: process) else {
        return event
      }
      if hanging.remove(process) != nil, ending.timedOut {
        ending.notes.insert("it is made to hang here, and not for as long as that", at: 0)
      }
      switch channel.tell(.ended(attempt)) {
      case .goOn, .kill, .hang, .orders: return .ended(process: process, ending)
      case .fail:
        var failed = ending
        (failed.cause, failed.notes) = (.exited(Self.failure), ["it is made to fail here"] + ending.notes)
        return .ended(process: process, failed)
      case .crash: crash()
      }
    }
  }

  func stop(process: Int, grace: Duration) { runner.stop(process: process, grace: grace) }

  /// No exit code that a step names as a success.
  private static let failure: Int32 = 255

  private func crash() -> Never {
    kill(getpid(), SIGKILL)
    while true { pause() }
  }
}
