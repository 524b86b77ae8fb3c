import Catalog
import Execution
import Planning
import Scheduling
import TestSupport
import Testing

@testable import Reporting

@Suite struct RunConsolePropertyTests {
  @Test(arguments: 0..<150) func anyOrderOfEventsFitsTheScreenAndNeverMovesTheCursor(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let color = Bool.random(using: &random)
    let utf8 = Bool.random(using: &random)
    let verbosity: ConsoleSettings.Verbosity = [.quiet, .normal, .verbose].randomElement(using: &random) ?? .normal
    var driver = ConsoleDriver(
      verbosity: verbosity, isTerminal: Bool.random(using: &random), color: color, utf8: utf8)
    for _ in 0..<60 {
      driver.console.receive(Self.event(&random))
      let width = Int.random(in: 1...200, using: &random)
      let rows = Int.random(in: 1...12, using: &random)
      let now = Timestamp(microseconds: Int64.random(in: -1_000_000...4_000_000_000_000_000, using: &random))
      let lines = driver.console.liveLines(now: now, width: width, rows: rows)
      #expect(lines.count <= max(1, rows - 1))
      #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
      for text in lines + [driver.console.takeText()] {
        let scalars = Self.withoutStyles(text, color: color).unicodeScalars
        #expect(
          scalars.allSatisfy {
            $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) || "\n\t".unicodeScalars.contains($0)
          })
        #expect(utf8 || scalars.allSatisfy(\.isASCII))
      }
    }
  }

  private static func withoutStyles(_ text: String, color: Bool) -> String {
    guard color else { return text }
    return text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated().map { index, part in
      index == 0 ? part : part.drop { $0 != "m" }.dropFirst()
    }.joined()
  }

  private static let texts = [
    "", "ok\n", "half a line", "10 %\r20 %\r", "\u{1B}[2J\u{1B}[31m", "日本語のログ\n", "a\tb\r\n", "\u{7}\u{0}\u{9B}",
    "👩‍👩‍👧‍👦🇩🇪 e\u{301}\n", String(repeating: "x", count: 9000), "\u{202E}evil\u{2028}", "\u{301}\n",
  ]

  private static func event(_ random: inout SeededGenerator) -> Event {
    let at = Timestamp(microseconds: Int64.random(in: 0...4_000_000_000_000_000, using: &random))
    let task = Int.random(in: -1...5, using: &random)
    let key = StepKey(
      task: task, stage: Stage.allCases.randomElement(using: &random) ?? .change,
      position: Int.random(in: 0...4, using: &random), isUndo: Bool.random(using: &random))
    let attempt = AttemptKey(step: key, number: Int.random(in: 0...3, using: &random))
    let text = texts.randomElement(using: &random) ?? ""
    switch Int.random(in: 0...40, using: &random) {
    case 0...5: return .taskStarted(task: task, at: at)
    case 6...11: return .stepStarted(key, name: text, script: text, at: at)
    case 12...13: return .attemptIntended(attempt, at: at)
    case 14: return .attemptStarted(attempt, ProcessIdentity(pid: 1, startTime: 1))
    case 15...25: return .output(attempt, piece(text, at, &random))
    case 26...27: return .attemptFinished(attempt, AttemptResult(outcome: .failed), at: at)
    case 28...29:
      var report = StepReport()
      report.warnings = [text, text]
      return .reported(key, report, at: at)
    case 30...33:
      let outcome = StepOutcome.allCases.randomElement(using: &random) ?? .failed
      return .stepFinished(key, outcome, attempts: 2, detail: Bool.random(using: &random) ? text : nil, at: at)
    case 34...36: return .waitingForLock(task: task, lock: text, holder: text, at: at)
    case 37...38:
      let outcome = TaskOutcome.allCases.randomElement(using: &random) ?? .failed
      return .taskFinished(
        task: task,
        TaskResult(
          outcome: outcome, cleanupFailed: Bool.random(using: &random), warnings: Int.random(in: 0...2, using: &random),
          failedStep: Bool.random(using: &random) ? key : nil, reason: text), at: at)
    case 39: return .stopRequested(signal: Int32.random(in: 0...70, using: &random), isSecond: false, at: at)
    default:
      guard Int.random(in: 0...4, using: &random) == 0 else { return .taskStarted(task: task, at: at) }
      return .runFinished(RunOutcome.allCases.randomElement(using: &random) ?? .failed, at: at)
    }
  }

  private static func piece(_ text: String, _ at: Timestamp, _ random: inout SeededGenerator) -> OutputPiece {
    let stream = OutputPiece.Stream.allCases.randomElement(using: &random) ?? .stdout
    let cut = Array(text.utf8).prefix(Int.random(in: 0...10_000, using: &random))
    let isMark = Int.random(in: 0...9, using: &random) == 0
    return OutputPiece(stream: stream, at: at, content: isMark ? .omitted(123_456) : .bytes(Array(cut)))
  }
}
