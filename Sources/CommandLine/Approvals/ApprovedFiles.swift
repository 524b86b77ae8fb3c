import Catalog
import Hashing
import Linting
import Planning

/// The files that the shell texts of approved tasks source, as they were when each task was let begin. A shell reads them
/// later than that: whoever changes one while the task is at work has nobody's word for it.
final class ApprovedFiles {
  private var parts: [TaskName: [ApprovalSubject.Part]] = [:]
  private var variables: [TaskName: Set<String>] = [:]

  func note(_ subject: ApprovalSubject, _ sources: SourcedFiles?, of task: TaskName) {
    parts[task] = subject.parts.filter { $0.kind == .file }
    variables[task] = sources?.variables
  }

  /// Why the task must not go on; nil: all is as it was approved. One in which another is sourced now is another one itself.
  func objection(to task: PlannedTask) -> String? {
    let changed = parts[task.name]?.first { ProofBasis.hash(ofFile: $0.name) != $0.value }
    return changed.map { "the file \($0.name) changed since it was approved" }
  }

  /// The parameters that say which files these are: with another value another file would be read in.
  func settled(of task: PlannedTask) -> Set<String> { variables[task.name] ?? [] }
}
