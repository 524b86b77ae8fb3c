import CSQLite

/// Decides when the write-ahead log is copied into the database: at the end of a run when that pays, and in the middle
/// of one only to keep the log bounded. A commit in between pays nothing for it.
///
/// A log that was copied is written again from its start, and its file stays: overwriting blocks that a file already
/// has is cheaper to sync than growing it.
final class Checkpoints {
  /// Pages of 4 KiB: 4 MiB, some 250 steps. Smaller logs are left to a later run.
  private static let worthwhile: Int32 = 1_000
  /// Pages: 16 MiB.
  private static let bound: Int32 = 4_000
  /// A log that grew beyond this, because a reader held a checkpoint up, is cut to it when it starts again.
  static let keptLogBytes = 16 << 20

  private unowned let connection: Connection
  /// In the log after the last commit, those already copied included.
  private var pages: Int32 = 0

  init(_ connection: Connection) {
    self.connection = connection
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_wal_hook(
      connection.pointer,
      { context, _, _, pages in
        if let context { Unmanaged<Checkpoints>.fromOpaque(context).takeUnretainedValue().pages = pages }
        return SQLITE_OK
      }, context)
  }

  /// To be called after a commit, outside of transactions. A failed checkpoint loses nothing: the log stays, and the
  /// next one tries again.
  func afterCommit(isRunEnd: Bool) {
    guard pages >= (isRunEnd ? Self.worthwhile : Self.bound) else { return }
    // Passive: copies what no reader needs any more and waits for nobody.
    sqlite3_wal_checkpoint_v2(connection.pointer, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    pages = 0
  }
}
