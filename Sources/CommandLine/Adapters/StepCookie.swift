import Execution

/// What the processes of a step carry in `MAINT_COOKIE`, so that they are known as its own by whoever finds them.
///
/// It begins with the maint that started them, told from every other of this boot by its pid and start time.
struct StepCookie {
  var owner: Execution.ProcessIdentity
  var run: Int
  /// The number of the process within that maint.
  var process: String
  /// nil: a command aside from the run's steps.
  var attempt: AttemptKey?

  init(owner: Execution.ProcessIdentity, run: Int, process: String, attempt: AttemptKey?) {
    self.owner = owner
    self.run = run
    self.process = process
    self.attempt = attempt
  }

  var text: String { "\(owner.pid)-\(owner.startTime)-\(run)-\(process)-\(attempt?.mark ?? "aside")" }

  /// nil for any other text.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 5, let pid = Int32(parts[0]), let startTime = UInt64(parts[1]), let run = Int(parts[2]) else {
      return nil
    }
    owner = Execution.ProcessIdentity(pid: pid, startTime: startTime)
    self.run = run
    process = String(parts[3])
    attempt = AttemptKey(mark: parts[4])
  }
}
