import Reporting
import RunLog
import Scheduling

/// Notes when the clock was set: between the run before and this one, and while this one went on.
struct RunClockCheck {
  let context: Context
  let log: RunLog
  let beginning = SystemClock.reading()

  init(context: Context, log: RunLog) {
    self.context = context
    self.log = log
  }

  /// `earlier` was read in, or after, the other run.
  func tellJump(since earlier: ClockReading, ofRun other: Int, in run: Int) throws(RunLogFailure) {
    guard let jump = beginning.jump(since: earlier) else { return }
    // A recovery goes on with the run that was interrupted.
    try tell(jump, other == run ? "since run \(run) was interrupted" : "between run \(other) and run \(run)", in: run)
  }

  /// That this cannot be written down changes nothing about the run, which is over.
  func end(run: Int) {
    let end = SystemClock.reading()
    do throws(RunLogFailure) {
      try log.note(end: end, ofRun: run)
      if let jump = end.jump(since: beginning) { try tell(jump, "while run \(run) went on", in: run) }
    } catch {
      context.errors.write("maint: the end of run \(run) by the host's clocks could not be noted: \(error.message)\n")
    }
  }

  private func tell(_ jump: Duration, _ when: String, in run: Int) throws(RunLogFailure) {
    let size = HumanDuration(max(jump, .zero - jump))
    let text = "the clock was set \(jump < .zero ? "back" : "forward") by \(size) \(when)"
    _ = try log.add(Alert(at: SystemClock.wall(), level: .warning, kind: .clockJump, run: run, text: text))
    context.errors.write("maint: \(text)\n")
  }
}
