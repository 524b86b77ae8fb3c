import Execution

/// Tells the maint outside of each attempt whose process has ended, before the engine hears of it: what the sandbox holds
/// then is what the attempt has left.
final class BoundaryRunner: ProcessRunner {
  private let runner: SupervisedRunner
  private let channel: BoundaryChannel
  private var attempts: [Int: AttemptKey] = [:]

  init(_ runner: SupervisedRunner, channel: BoundaryChannel) {
    self.runner = runner
    self.channel = channel
  }

  func start(_ command: Command, process: Int) throws(StartFailure) -> ProcessIdentity {
    let identity = try runner.start(command, process: process)
    attempts[process] = command.attempt
    return identity
  }

  func wait(until deadline: Int64?) -> [ProcessEvent] {
    runner.wait(until: deadline).map { event in
      guard case .ended(let process, let ending) = event, let attempt = attempts.removeValue(forKey: process) else {
        return event
      }
      switch channel.tell(.ended(attempt)) {
      case .goOn: return event
      case .fail:
        var failed = ProcessEnding(.exited(1))
        failed.notes = ["it is to fail here"] + ending.notes
        return .ended(process: process, failed)
      }
    }
  }

  func stop(process: Int, grace: Duration) { runner.stop(process: process, grace: grace) }
}
