import Execution
import Glibc
import Planning
import Reporting

/// Appends each event to the file of `--events`, a JSON object a line.
final class EventFileObserver: RunObserver {
  private var lines: EventLine
  private let file: EventFile
  private let output: StandardOutput

  init(_ file: EventFile, run: Int, plan: Plan) {
    self.file = file
    lines = EventLine(run: run, plan: plan)
    output = StandardOutput(file.descriptor)
  }

  let tickInterval: Duration? = nil

  func observe(_ event: Event) {
    output.write(lines.encode(event))
    output.flush()
  }

  func tick(at moment: Moment) {}
}
