import Backups
import Catalog
import Planning
import Reporting
import RunLog

/// The paths at which an unresolved run may have left a change half-done: a backup of them would hold that, and a later
/// restore bring it back.
struct PathsInDoubt {
  let log: RunLog

  /// Why a runbook that backs up these paths is refused; nil where it may run.
  func refusal(of paths: [String]) throws(RunLogFailure) -> String? {
    if paths.isEmpty { return nil }
    let wanted = paths.flatMap(Self.forms)
    let found = try log.pathsInDoubt().last { doubt in
      Self.forms(doubt.path).contains { form in wanted.contains { PathAction.overlap(form, $0) } }
    }
    return found.map { InterruptedReport.refusal(path: $0.path, run: $0.run) }
  }

  /// What restores have left beside paths that are in doubt, or were: the folders, and what they hold.
  static func leftovers(at paths: [PathInDoubt]) -> [(folder: String, holds: String)] {
    paths.flatMap { doubt -> [(folder: String, holds: String)] in
      guard let target = try? TreePath(doubt.path) else { return [] }
      let name = TaskBackup.restoreName(of: BackupID(run: doubt.backupRun, task: doubt.task))
      return RestorePlaces(target: target, name: name).leftovers
    }
  }

  /// As it is written, and where that leads by now.
  private static func forms(_ path: String) -> [String] {
    guard let tree = try? TreePath(path) else { return [path] }
    let real = TreePath.resolved(tree.parent).map { $0 == "/" ? "/\(tree.name)" : "\($0)/\(tree.name)" }
    return [tree.path] + [real, TreePath.resolved(tree.path)].compactMap { $0 }
  }
}
