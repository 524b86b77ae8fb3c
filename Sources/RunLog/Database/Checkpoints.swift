import CSQLite

/// Decides when the write-ahead log is copied into the database: at the end of a run when that pays, and in the middle
/// of one only to keep the log bounded. A commit in between pays nothing for it.
///
/// It pays because whoever opens the database first reads the whole log: 0.5 ms for each MiB of it.
///
/// The file of the log keeps its size: what is written over it again needs no new blocks, which halves the cost of a
/// write and of a sync. A new header makes what is left in it void, so that nobody reads it.
final class Checkpoints {
  /// Pages of 4 KiB: 1 MiB, some 60 steps. Smaller logs are left to a later run.
  private static let worthwhile: Int32 = 256
  /// Pages: 16 MiB. From then on the log is written again from its start, as soon as no reader needs the old one.
  private static let bound: Int32 = 4_096
  /// A log that grew beyond this, because a reader held a checkpoint up, is cut to it when it starts again.
  static let keptLogBytes = 16 << 20

  /// Writes one page and changes nothing.
  private static let smallestWrite = "PRAGMA user_version = \(Schema.version)"

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
    if isRunEnd, pages >= Self.worthwhile {
      beginAnew()
    } else if pages >= Self.bound {
      checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    }
  }

  /// Copies all of the log into the database, so that the next reader finds none. Where somebody reads it, it stays.
  func beginAnew() {
    checkpoint(SQLITE_CHECKPOINT_RESTART)
    // The first write after it begins the log anew, with a header that voids the old frames.
    sqlite3_exec(connection.pointer, Self.smallestWrite, nil, nil, nil)
  }

  /// Copies what no reader needs any more, and waits for nobody.
  private func checkpoint(_ mode: Int32) {
    sqlite3_busy_timeout(connection.pointer, 0)
    sqlite3_wal_checkpoint_v2(connection.pointer, nil, mode, nil, nil)
    sqlite3_busy_timeout(connection.pointer, DatabaseFile.patience)
    pages = 0
  }
}

extension Connection {
  /// Gives back what a great transaction has taken of the disk for the write-ahead log, where nobody reads it. Waits for nobody.
  func cutLog() {
    sqlite3_busy_timeout(pointer, 0)
    sqlite3_wal_checkpoint_v2(pointer, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    sqlite3_busy_timeout(pointer, DatabaseFile.patience)
  }
}
