import Execution

/// The last lines of a step's output, one piece after the other, made harmless.
package struct OutputTailText: Sendable {
  private var output = StepOutput()

  package init() {}

  package mutating func append(_ piece: OutputPiece) { output.append(piece) { _ in } }

  package mutating func finish() -> [String] {
    output.finish { _ in }
    return output.tail
  }
}
