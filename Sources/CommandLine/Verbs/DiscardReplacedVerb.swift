import Backups
import Catalog
import RunLog

/// `maint discard-replaced PATH...`: the process of the step that removes what restores have replaced, once all of them
/// came to a good end.
///
/// After a crash somebody may have worked at the paths before the recovery, by hand or by another runbook: what was
/// replaced there stays unless it was as in the backup, and the step says so by failing.
struct DiscardReplacedVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let backup = try TaskBackup(context)
    let (manifests, isRecovery) = try manifests(of: backup)
    var kept: [String] = []
    do throws(BackupFailure) {
      let bench = try context.workbench()
      for path in context.invocation.arguments {
        let places = RestorePlaces(target: try TreePath(path), name: backup.restoreName)
        if isRecovery, let manifest = manifests[path] {
          if let place = try Restore.discardUnchanged(places, manifest: manifest, on: bench) { kept.append(place) }
        } else {
          try Restore.discard(places, manifest: manifests[path], on: bench)
        }
      }
    } catch {
      throw CommandFailure(error)
    }
    for place in kept {
      context.errors.write("what the recovery replaced is kept in \(place): look through it, then remove it\n")
    }
    return kept.isEmpty ? .success : .failed
  }

  /// By path, and whether the run was recovered from a crash.
  private func manifests(
    of backup: TaskBackup
  ) throws(CommandFailure) -> (byPath: [String: String], isRecovery: Bool) {
    let run = context.variables.value(StepVariable.run.rawValue).flatMap { Int($0) } ?? backup.id.run
    guard let log = try context.openLogForReading() else { return ([:], false) }
    do throws(RunLogFailure) {
      var manifests: [String: String] = [:]
      for record in try log.archives(run: backup.id.run, task: backup.id.task) {
        manifests[record.path] = "\(backup.folder)/\(record.manifest)"
      }
      return (manifests, try log.wasRecovered(run))
    } catch {
      throw CommandFailure(error)
    }
  }
}
