import Execution

/// Says where in its runbook a step stands: `change 2/3`, `undo of change 2`; `change 2` where the number of its stage's
/// steps is not known.
package struct StepPlace: CustomStringConvertible {
  package let description: String

  init(_ key: StepKey, of count: Int? = nil) {
    let stage = key.isUndo ? "undo of change" : key.stage.rawValue
    description = "\(stage) \(key.position + 1)" + (count.map { "/\($0)" } ?? "")
  }

  /// The step's name beside its place: an undo is named after its step, `undo: NAME`, which the place says already.
  package static func name(_ name: String, of key: StepKey) -> String {
    key.isUndo && name.hasPrefix("undo: ") ? String(name.dropFirst(6)) : name
  }
}
