import Execution
import Planning
import Reporting

/// Appends each event to the file of `--events`, a JSON object a line.
///
/// Where its reader did not keep up, an object `{"event":"dropped","run":1,"lines":7}` stands for the lines that are
/// missing.
final class EventFileObserver: RunObserver {
  let output: RunOutput
  let isSilentUntilTheEnd = false
  private var lines: EventLine
  private let run: Int
  private let file: EventFile

  init(_ file: EventFile, run: Int, plan: Plan, confirm: ConfirmCommand) {
    self.file = file
    self.run = run
    lines = EventLine(run: run, plan: plan, confirm: confirm)
    output = RunOutput(file.descriptor)
  }

  var tickInterval: Duration? { output.hasReader ? .milliseconds(250) : nil }

  func observe(_ event: Event) {
    let line = lines.encode(event)
    guard case .runFinished = event else { return write(line) }
    // How the run ended is worth a wait for room.
    output.settle()
    write(line)
    output.settle()
  }

  func tick(at moment: Moment) { write([]) }

  private func write(_ line: [UInt8]) {
    if let dropped = output.takeDroppedLines() {
      output.write("{\"event\":\"dropped\",\"run\":\(run),\"lines\":\(dropped)}\n".utf8, lines: 1)
    }
    if !line.isEmpty { output.write(line, lines: 1) }
  }
}
