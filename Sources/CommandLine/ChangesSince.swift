import Backups
import Catalog
import Planning
import Reporting
import RunLog

/// What was done since a run at the paths that its tasks backed up, and that taking them back would overwrite.
struct ChangesSince {
  /// Differences told of one path.
  private static let shown = 20

  let run: Int
  let state: String
  let log: RunLog

  /// `tasks` are those that are taken back together: what one of them did at a path after another is no change since.
  func find(_ tasks: [TaskRecord]) throws(CommandFailure) -> [ChangedPath] {
    let noted = try records(of: tasks)
    guard !noted.isEmpty else { return [] }
    var found: [ChangedPath] = []
    do throws(BackupFailure) {
      let bench = try Workbench(tools: Toolbox()) { _ in }
      var later: [String] = []
      for (record, remainder) in noted {
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

  /// Of the task that ended last first. One of which nothing is noted (maint did not do that yet, or could not) is taken
  /// back as it always was.
  private func records(
    of tasks: [TaskRecord]
  ) throws(CommandFailure) -> [(record: ArchiveRecord, remainder: ArchiveRecord.Remainder)] {
    var noted: [(record: ArchiveRecord, remainder: ArchiveRecord.Remainder)] = []
    do throws(RunLogFailure) {
      for task in tasks.sorted(by: { $1.end < $0.end }) {
        for record in try log.archives(run: run, task: task.name) {
          if let remainder = record.remainder { noted.append((record, remainder)) }
        }
      }
    } catch {
      throw CommandFailure(error)
    }
    return noted
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

extension TaskRecord {
  fileprivate var end: Int64 { finishedAt?.microseconds ?? 0 }
}
