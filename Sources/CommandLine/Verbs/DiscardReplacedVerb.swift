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
    let manifests = try manifestsToCompare(backup)
    var kept: [String] = []
    do throws(BackupFailure) {
      let bench = try context.workbench()
      for path in context.invocation.arguments {
        let places = RestorePlaces(target: try TreePath(path), name: backup.restoreName)
        if let manifest = manifests[path] {
          if let place = try Restore.discardUnchanged(places, manifest: manifest, on: bench) { kept.append(place) }
        } else {
          try Restore.discard(places, on: bench)
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

  /// By path; none where the run was not recovered from a crash.
  private func manifestsToCompare(_ backup: TaskBackup) throws(CommandFailure) -> [String: String] {
    let run = context.variables.value(StepVariable.run.rawValue).flatMap { Int($0) } ?? backup.id.run
    guard let log = try context.openLogForReading() else { return [:] }
    do throws(RunLogFailure) {
      guard try log.wasRecovered(run) else { return [:] }
      var manifests: [String: String] = [:]
      for record in try log.archives(run: backup.id.run, task: backup.id.task) {
        manifests[record.path] = "\(backup.folder)/\(record.manifest)"
      }
      return manifests
    } catch {
      throw CommandFailure(error)
    }
  }
}
