import Catalog

/// Names one attempt of a step: 1 is the first; 0 is the test of its `if`.
package struct AttemptKey: Sendable, Hashable {
  package var step: StepKey
  package var number: Int

  package init(step: StepKey, number: Int) {
    self.step = step
    self.number = number
  }
}

extension AttemptKey {
  /// The key as text that can stand in a file name and in the environment of a process: `3.change.0.1`.
  package var mark: String {
    "\(step.task).\(step.isUndo ? Self.undo : step.stage.rawValue).\(step.position).\(number)"
  }

  /// From its mark; nil for any other text.
  package init?(mark: some StringProtocol) {
    let parts = mark.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4, let task = Int(parts[0]), let position = Int(parts[2]), let number = Int(parts[3]) else {
      return nil
    }
    let isUndo = parts[1] == Self.undo
    guard let stage = isUndo ? .rollback : Stage(rawValue: String(parts[1])) else { return nil }
    self.init(step: StepKey(task: task, stage: stage, position: position, isUndo: isUndo), number: number)
  }

  private static let undo = "undo"
}
