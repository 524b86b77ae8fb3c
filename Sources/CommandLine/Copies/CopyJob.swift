import Catalog
import Planning

/// One backup and the shell text that takes it off-site, with what the text is told.
struct CopyJob {
  var id: BackupID
  var command: CopyCommand
  /// As the run that made the backup had them.
  var parameters: [ResolvedParameter]
  /// As the runbook has them now.
  var secrets: [Secret]
  /// Asked just before it begins: why it must not; nil: it may.
  var objection: () -> String? = { nil }
}
