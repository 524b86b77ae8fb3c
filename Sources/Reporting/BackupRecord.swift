import JSON
import Execution
import Planning
import RunLog
import Scheduling

/// A backup as it lies in the state folder, with what the run log knows of the task that made it.
package struct BackupRecord: Sendable, Hashable {
  package enum State: String, Sendable {
    /// Its stage is complete: it holds the list of its checksums.
    case sealed
    /// Its run is at it.
    case inTheMaking = "in_the_making"
    /// Its run ended before it was complete, or somebody removed the list.
    case notSealed = "not_sealed"
    /// It was sealed, and its folder is gone, though maint did not prune it.
    case missing
  }

  package var id: BackupID
  /// The folder.
  package var path: String
  package var state: State
  /// When the last step of its stage ended; of one that the run log does not have, when its folder last changed.
  package var madeAt: Timestamp
  /// Without the list of checksums.
  package var fileCount: Int
  package var bytes: Int
  /// Nil where the run log does not have the task.
  package var runbook: String?
  /// SHA-256 of its list of checksums, as the run log has it; nil where the run log has none.
  package var sealChecksum: String?
  /// How its task ended; nil where it has not, or the run log does not have it.
  package var result: TaskResult?
  /// The paths that maint itself archived in it, as the run log has them.
  package var archives: [ArchiveRecord]
  /// When the latest verification found it damaged, or gone; nil where it was well, or there was none.
  package var foundDamagedAt: Timestamp?
  /// Its task runs.
  package var isAtWork = false
  /// Its run needs a human, was interrupted, or is not over.
  package var isOfUnresolvedRun = false

  package init(
    id: BackupID, path: String, state: State, madeAt: Timestamp, fileCount: Int, bytes: Int, runbook: String? = nil,
    sealChecksum: String? = nil, result: TaskResult? = nil, archives: [ArchiveRecord] = []
  ) {
    self.id = id
    self.path = path
    self.state = state
    self.madeAt = madeAt
    self.fileCount = fileCount
    self.bytes = bytes
    self.runbook = runbook
    self.sealChecksum = sealChecksum
    self.result = result
    self.archives = archives
  }

  /// The path that is restored from this file of the backup; nil where it belongs to no archive.
  package func path(restoredFrom file: [UInt8]) -> String? {
    archives.first { archive in
      archive.manifest.utf8.elementsEqual(file) || archive.file?.utf8.elementsEqual(file) == true
    }?.path
  }

  /// `3 files, 1.2 MiB`.
  var size: String { "\(Count(fileCount, "file")), \(ByteSize(bytes))" }

  var outcome: OutcomeText {
    if let result { return OutcomeText(result.outcome) }
    return runbook == nil ? OutcomeText("–", "not in the run log", .faint) : .open(isAlive: isAtWork)
  }

  var stateText: StyledText {
    switch state {
    case .sealed where foundDamagedAt != nil: StyledText("damaged, as verify found", .bad)
    case .sealed: StyledText("sealed")
    case .inTheMaking: StyledText("in the making", .faint)
    case .notSealed: StyledText("not sealed", .bad)
    case .missing: StyledText("missing: not pruned by maint", .bad)
    }
  }
}

extension JSONWriter {
  /// - `id`, such as `12/monthly.system_updates`; `run` and `task`, of which it is made; `path`, its folder
  /// - `state`: `sealed`, `in_the_making`, `not_sealed` or `missing` (maint did not prune it); `made_at`
  /// - `found_damaged_at`: when its latest verification found it damaged, or gone; null where it was well, or never verified
  /// - `file_count` and `bytes`, less the list of checksums
  /// - `runbook` and `outcome` of the task, as in `task_finished` of `EventLine`; null where the run log has none
  /// - `paths`: those that maint itself archived, each with `path`; `absent`, whether there was nothing at it; `entries`
  ///   and `bytes` of what was there, `archive_bytes`, and `made_at`
  mutating func backupFields(_ backup: BackupRecord) {
    field("id", backup.id.description)
    field("run", backup.id.run)
    field("task", backup.id.task.description)
    field("path", backup.path)
    field("state", backup.state.rawValue)
    field("made_at", backup.madeAt)
    field("found_damaged_at", backup.foundDamagedAt)
    field("file_count", backup.fileCount)
    field("bytes", backup.bytes)
    field("runbook", backup.runbook)
    field("outcome", backup.result?.outcome.rawValue)
    field("paths") { json in json.array { json in for archive in backup.archives { json.archive(archive) } } }
  }
}
