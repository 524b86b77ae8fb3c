import Foundation
import Testing

/// What the run log and the console say of one run of one runbook.
struct Report {
  struct Step: Decodable {
    struct Sample: Decodable {
      let name: String
      let labels: String
      let value: Double
    }

    let stage: String
    let name: String
    let outcome: String
    let samples: [Sample]
    let summary: String
    let warnings: [String]
  }

  private struct Task: Decodable {
    let outcome: String
    let cleanupFailed: Bool
    let steps: [Step]
  }

  private struct Run: Decodable { let tasks: [Task] }

  private struct Output: Decodable {
    struct Line: Decodable {
      let stream: String
      let text: String
    }

    let output: [Line]
  }

  let exit: Int32
  let outcome: String
  let steps: [Step]
  /// What `run` printed.
  let console: String
  /// What the steps printed.
  let output: String
  let error: String

  /// `show` is what `maint show --json` printed, `output` what `maint output --json` did.
  init(exit: Int32, console: String, show: String, output: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let task = try #require(try decoder.decode(Run.self, from: Data(show.utf8)).tasks.first)
    let lines = try decoder.decode(Output.self, from: Data(output.utf8)).output
    func text(_ stream: String) -> String { lines.filter { $0.stream == stream }.map(\.text).joined() }
    self.exit = exit
    self.console = console
    self.output = text("stdout")
    error = text("stderr")
    outcome = task.outcome + (task.cleanupFailed ? ", cleanup failed" : "")
    steps = task.steps
  }

  var warnings: [String] { steps.flatMap(\.warnings) }
  var summary: String { steps.map(\.summary).joined() }

  /// By name, with the labels as Prometheus writes them.
  var metrics: [String: Double] {
    var metrics: [String: Double] = [:]
    for sample in steps.flatMap(\.samples) {
      metrics[sample.labels.isEmpty ? sample.name : "\(sample.name){\(sample.labels)}"] = sample.value
    }
    return metrics
  }

  /// The outcome of the step whose name contains this text.
  func outcome(of part: String) -> String? { steps.first { $0.name.contains(part) }?.outcome }

  /// Everything, for the message of a test that fails.
  var text: String { "\(console)\n\(summary)\n\(warnings)\n\(output)\n\(error)" }

  @discardableResult
  func expect(_ outcome: String, location: SourceLocation = #_sourceLocation) -> Self {
    #expect(self.outcome == outcome, "\(text)", sourceLocation: location)
    let exit: Int32? = ["succeeded": 0, "failed": 1, "rolled_back": 3][outcome]
    #expect(self.exit == exit, "\(text)", sourceLocation: location)
    return self
  }

  /// No warning and nothing on standard error.
  @discardableResult
  func isQuiet(location: SourceLocation = #_sourceLocation) -> Self {
    #expect(warnings.isEmpty && error.isEmpty, "\(text)", sourceLocation: location)
    return self
  }

  @discardableResult
  func warns(_ parts: String..., location: SourceLocation = #_sourceLocation) -> Self {
    find(parts, in: warnings.joined(separator: "\n"), "in the warnings", location)
  }

  @discardableResult
  func summarises(_ parts: String..., location: SourceLocation = #_sourceLocation) -> Self {
    find(parts, in: summary, "in the summary", location)
  }

  /// On standard error of the steps.
  @discardableResult
  func complains(_ parts: String..., location: SourceLocation = #_sourceLocation) -> Self {
    find(parts, in: error, "on standard error", location)
  }

  private func find(_ parts: [String], in text: String, _ place: String, _ location: SourceLocation) -> Self {
    for part in parts where !text.contains(part) {
      Issue.record("not \(place): \(part)\n\(self.text)", sourceLocation: location)
    }
    return self
  }
}
