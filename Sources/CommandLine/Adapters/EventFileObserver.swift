import Execution
import Glibc
import Planning
import Reporting

/// Appends each event to the file of `--events`, a JSON object a line.
final class EventFileObserver: RunObserver {
  private var lines: EventLine
  private let output: StandardOutput
  private let descriptor: Int32

  /// Opens the file for appending, or makes it with mode 0600: events hold what steps print.
  init(path: String, run: Int, plan: Plan) throws(CommandFailure) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(
        "the events file \(path) could not be opened: \(SystemError.words(errno)); nothing was run",
        exitCode: .cannotWrite)
    }
    lines = EventLine(run: run, plan: plan)
    output = StandardOutput(descriptor)
  }

  deinit { close(descriptor) }

  let tickInterval: Duration? = nil

  func observe(_ event: Event) {
    output.write(lines.encode(event))
    output.flush()
  }

  func tick(at moment: Moment) {}
}
