import Diagnostics

/// What maint itself does in a step that has no shell text of the operator's.
package enum PathAction: Sendable, Hashable {
  /// Patterns of what is left out, as tar takes them.
  case backup(path: String, exclude: [String])
  case restore(path: String)

  package var path: String {
    switch self {
    case .backup(let path, exclude: _), .restore(let path): path
    }
  }

  /// As a step: its process is maint itself, so that it is watched, limited, stopped and logged like any other.
  package func step(place: Place) -> Step {
    var step = Step(name: name, run: script, place: place)
    step.pathAction = self
    return step
  }

  /// The step that ends a rollback: removes what the restores of these paths have replaced.
  ///
  /// All is restored by then: that something of it stays is a warning. It tells what had been changed.
  package static func discardStep(of paths: [String], place: Place) -> Step {
    let words = paths.map { ShellText.quoted($0) }.joined(separator: " ")
    var step = Step(name: "remove what was replaced", run: "\(discardScript)\(words)", place: place)
    step.onFailure = .warn
    return step
  }

  /// With which the script of that step begins.
  package static let discardScript = "\(executable) discard-replaced "
  /// With which that of a restore does.
  package static let restoreScript = "\(executable) restore-path "

  /// The last step of cleanup: notes what a change that succeeded has left at these paths.
  ///
  /// Without the note a later rollback only knows less, so that it could not be made is a warning.
  package static func recordStep(of paths: [String], place: Place) -> Step {
    let words = paths.map { ShellText.quoted($0) }.joined(separator: " ")
    var step = Step(name: "note what is left at the paths", run: "\(executable) record-after \(words)", place: place)
    step.onFailure = .warn
    return step
  }

  /// Whether a step is one of these, whose text says nothing to an operator.
  package static func isOwn(_ step: Step) -> Bool { step.run.hasPrefix(executable) }

  private static let executable = "exec \"$\(StepVariable.executable.rawValue)\""

  private var name: String {
    switch self {
    case .backup(let path, exclude: _): "back up \(path)"
    case .restore(let path): "restore \(path)"
    }
  }

  private var script: String {
    switch self {
    case .backup(let path, let exclude):
      let patterns = exclude.map { " --exclude \(ShellText.quoted($0))" }.joined()
      return "\(Self.executable) archive-path \(ShellText.quoted(path))\(patterns)"
    case .restore(let path):
      return "\(Self.restoreScript)\(ShellText.quoted(path))"
    }
  }
}
