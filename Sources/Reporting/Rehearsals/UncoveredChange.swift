import Catalog
import Execution
import Planning

/// The finding `uncovered-change`: paths that the change of a runbook wrote, and that nothing says how to take back.
package struct UncoveredChange: Sendable, Hashable {
  package var task: TaskName
  package var step: StepKey
  package var stepName: String
  /// Of the runbook.
  package var file: String
  /// Sorted.
  package var paths: [[UInt8]]

  package init(task: TaskName, step: StepKey, stepName: String, file: String, paths: [[UInt8]]) {
    self.task = task
    self.step = step
    self.stepName = stepName
    self.file = file
    self.paths = paths
  }

  /// Lines for the runbook, of which one will do.
  var linesToAdd: [String] {
    let names = Self.shortened(paths).map { ShellText.quoted(String(decoding: $0, as: UTF8.self)) }
    return ["backup:"] + names.map { "  - path: \($0)" } + ["or, where rollback takes them back by itself:"]
      + ["touches: [\(names.joined(separator: ", "))]"]
  }

  /// Their folders where there are many.
  static func shortened(_ paths: [[UInt8]]) -> [[UInt8]] {
    var paths = paths
    while paths.count > 5 {
      let folders = Set(paths.map { path in path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) } ?? path })
      if folders.contains(where: { $0.count(where: { $0 == UInt8(ascii: "/") }) < 2 }) { break }
      paths = folders.sorted { $0.lexicographicallyPrecedes($1) }
    }
    return paths
  }
}
