import Catalog
import Diagnostics
import Glibc
import Planning

/// Refuses, as root, what a run would rely on beside its project and somebody else could change: the way to the state
/// folder, and the files of secrets. Other users risk nothing but their own.
struct TrustedPaths {
  let context: Context

  /// Before the folder is made or opened; the state folder itself is judged when it is prepared.
  func check(state: String) throws(CommandFailure) {
    try check("nothing was run: root keeps its log only where root alone decides what lies there") { check in
      check.check(wayTo: state)
    }
  }

  /// A file that is not there is told by the task that needs it.
  func check(secretsOf plan: Plan) throws(CommandFailure) { try check(plan.runbooks.flatMap(\.secrets)) }

  func check(_ secrets: [Secret]) throws(CommandFailure) {
    try check("nothing was run: root reads secrets only from files that root alone can write") { check in
      for secret in secrets {
        if case .file(let path) = secret.origin { check.check(secret: path) }
      }
    }
  }

  /// That which is started again and again.
  func check(executable: String) throws(CommandFailure) {
    try check("nothing was installed: root starts only what root alone can write") { $0.check(file: executable) }
  }

  /// A file that gets a new text: who may write into a folder on the way could have it end up elsewhere.
  func check(replaced file: String) throws(CommandFailure) {
    try check("nothing was written: root writes only where root alone decides what lies there") { $0.check(file: file) }
  }

  private func check(_ refusal: String, _ walk: (inout OwnershipCheck) -> Void) throws(CommandFailure) {
    guard geteuid() == 0 else { return }
    var check = OwnershipCheck(workingFolder: FolderChoice.absolute("."))
    walk(&check)
    guard check.problems.hasErrors else { return }
    context.errors.write(context.render(check.problems))
    throw CommandFailure(refusal, hint: "run what the hints above say", exitCode: .permissions)
  }
}
