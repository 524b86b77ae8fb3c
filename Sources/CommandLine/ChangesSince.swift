import Backups
import Catalog
import Planning
import Reporting
import RunLog

/// What was done since a run at the paths that its tasks backed up, and that taking them back would overwrite.
struct ChangesSince {
  /// Differences told of one path.
  private static let shown = 20

  let state: String

  /// `records` are those of tasks that are taken back together, of the task that ended last first: what one of them did at a
  /// path after another is no change since. One of which nothing is noted (maint did not do that yet, or could not) is taken
  /// back as it always was.
  func find(_ records: [ArchiveRecord]) throws(CommandFailure) -> [ChangedPath] {
    var found: [ChangedPath] = []
    do throws(BackupFailure) {
      let bench = try Workbench(tools: Toolbox()) { _ in }
      var later: [String] = []
      for record in records {
        guard let remainder = record.remainder else { continue }
        if let finding = try compare(record.path, remainder, except: later, on: bench) {
          found.append(ChangedPath(path: record.path, finding))
        }
        later.append(record.path)
      }
    } catch {
      throw CommandFailure(error)
    }
    return found
  }

  /// nil where it is as it was left. Only a signal to stop is thrown.
  private func compare(
    _ path: String, _ remainder: ArchiveRecord.Remainder, except later: [String], on bench: Workbench
  ) throws(BackupFailure) -> ChangedPath.Finding? {
    let file = "\(state)/\(remainder.manifest)"
    do throws(BackupFailure) {
      try Manifest.verify(file, checksum: remainder.checksum, on: bench)
      let differences = try Manifest(file: file).compare(
        with: TreePath(path), scratch: state, limit: Self.shown, on: bench
      ) { difference in
        // A time alone is nothing that could be lost.
        if difference.kind == .changed([.time]) { return false }
        let whole = Array(path.utf8) + (difference.path.isEmpty ? [] : [UInt8(ascii: "/")] + difference.path)
        return !later.contains { whole.elementsEqual($0.utf8) || whole.starts(with: "\($0)/".utf8) }
      }
      if differences.isEmpty { return nil }
      return .different(first: differences.first.map(\.description), count: differences.count)
    } catch {
      if case .stopped = error.kind { throw error }
      return .unknown(error.message)
    }
  }
}
