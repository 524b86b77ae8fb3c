import Backups
import Catalog
import Glibc
import RunLog

/// `maint discard-replaced PATH...`: the process of the step that removes what restores have replaced, once all of them
/// came to a good end, and tells first what had been changed.
///
/// After a crash somebody may have worked at the paths before the recovery, by hand or by another runbook: what was
/// replaced there stays unless it was as in the backup, and the step warns of that.
struct DiscardReplacedVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let backup = try TaskBackup(context)
    let (manifests, isRecovery) = try manifests(of: backup)
    var kept: [String] = []
    do throws(BackupFailure) {
      let bench = try context.workbench()
      var account = ReplacedAccount(on: bench)
      for path in context.invocation.arguments {
        let places = RestorePlaces(target: try TreePath(path), name: backup.restoreName)
        if let manifest = manifests[path], let lines = try account.lines(of: places, manifest: manifest) {
          context.output.write(lines.map { "\($0)\n" }.joined())
        }
        if isRecovery, let manifest = manifests[path] {
          if let place = try Restore.discardUnchanged(places, manifest: manifest, on: bench) { kept.append(place) }
        } else {
          try Restore.discard(places, manifest: manifests[path], on: bench)
        }
      }
    } catch {
      throw CommandFailure(error)
    }
    let words = kept.map { "what the recovery replaced is kept in \($0): look through it, then remove it\n" }
    guard !words.isEmpty else { return .success }
    context.errors.write(words.joined())
    return warn(words.joined()) ? .success : .failed
  }

  /// As any step warns; false where that cannot be done.
  private func warn(_ text: String) -> Bool {
    guard let path = context.variables.value(StepVariable.warnings.rawValue), let file = fopen(path, "ae") else {
      return false
    }
    let isWritten = fputs(text, file) >= 0
    return fclose(file) == 0 && isWritten
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
