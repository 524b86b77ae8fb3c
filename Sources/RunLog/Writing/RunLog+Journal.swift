import CSQLite
import Execution

extension RunLog: Journal {
  /// So much output is written before the caller commits: a flood must not fill the memory.
  private static let pendingOutputLimit = 1 << 20

  /// Keeps the event, with the numbers of its rows, for the next commit; writes before it only when much output waits.
  package func append(_ event: Event) throws(JournalFailure) {
    guard let entry = numbers.entry(for: event) else {
      throw JournalFailure(message: "an event of a step that was never started: \(event)", hint: "report this bug")
    }
    pending.append(entry)
    if pending.outputBytes >= Self.pendingOutputLimit { try commit(synced: false) }
  }

  /// Writes the events that were appended, in one transaction.
  ///
  /// On a full disk the reserve is given up and output left out, with marks that say how much. After a failure the
  /// events are still there, and the next commit tries again.
  package func commit(synced: Bool) throws(JournalFailure) {
    do {
      if !pending.isEmpty { try writePending() }
      if synced { try sync() }
    } catch {
      // The run is stopped now and rolled back: no further commit may hold its loop up for long.
      sqlite3_busy_timeout(connection.pointer, 200)
      let failure = RunLogFailure(error, path: folder.database)
      throw JournalFailure(message: failure.message, hint: failure.hint)
    }
    if synced { try checkThatTheFileIsStillThere() }
  }

  /// What is written to a file that nobody can find any more is lost, however well it was synced.
  private func checkThatTheFileIsStillThere() throws(JournalFailure) {
    guard FileIdentity(path: folder.database) != identity else { return }
    throw JournalFailure(
      message: "\(folder.database): the run log was deleted, moved or replaced while the run went on",
      hint: "find out what does that; what this run did stands only in what it printed")
  }

  private func writePending() throws(SQLiteError) {
    guard let writer else { throw SQLiteError(code: SQLITE_MISUSE, message: "no run was begun") }
    if isDiskFull { pending.omitOutput() }
    var progress = progress
    let begin = pending.firstStart.flatMap { progress.begins(at: $0) ? $0 : nil }
    let isWorthTelling = pending.lastEnd.map { progress.isWorthTelling(pending.endedTasks, at: $0) } ?? false
    try writing { () throws(SQLiteError) in
      if let begin { try connection.announceBeginning(of: writer.run, at: begin, by: announcer) }
      for entry in pending.entries { try writer.write(entry) }
      if isWorthTelling {
        let news = News.runProgressed(run: writer.run, ended: progress.ended, at: progress.toldAt)
        try connection.announce(news, by: announcer)
      }
    }
    self.progress = progress
    let isRunEnd = pending.endsRun
    // What belongs to the end of a run, whoever carried it out delivers.
    if !isRunEnd { tellPosted() }
    pending.removeAll()
    if isRunEnd { countEnded() }
    checkpoints.afterCommit(isRunEnd: isRunEnd)
  }

  /// After a commit.
  func tellPosted() {
    guard connection.hasPosted else { return }
    connection.hasPosted = false
    whenPosted()
  }

  /// Writes what must not be lost: where the disk is full, once more with the reserve given up and output left out.
  func writing<Result>(_ body: () throws(SQLiteError) -> Result) throws(SQLiteError) -> Result {
    isSynced = false
    do {
      return try connection.transaction(.write, body)
    } catch {
      guard error.plainCode == SQLITE_FULL else { throw error }
      Reserve(path: folder.reserve).release()
      isDiskFull = true
      pending.omitOutput()
      return try connection.transaction(.write, body)
    }
  }

  /// Writes what must not be lost once the caller has heard of it: it has reached the disk by then.
  func synced<Result>(_ body: () throws(SQLiteError) -> Result) throws(RunLogFailure) -> Result {
    try reporting { () throws(SQLiteError) in
      let result = try writing(body)
      try sync()
      return result
    }
  }

  /// Has all that was committed reach the disk, also when nothing is new since.
  ///
  /// This is what `synchronous = FULL` does after a commit, here for the commits that ask for it: the write-ahead log
  /// is one file, so syncing it syncs the earlier commits too, those that other processes made included.
  ///
  /// A sync that failed stays a failure: the kernel forgets what it could not write (fsync(2), NOTES), so a later
  /// success would prove nothing.
  func sync() throws(SQLiteError) {
    if let syncFailure { throw syncFailure }
    guard !isSynced else { return }
    let code = maint_sqlite3_sync_wal(connection.pointer)
    guard code == SQLITE_OK else {
      let failure = SQLiteError(code: code, message: "syncing the write-ahead log failed")
      syncFailure = failure
      throw failure
    }
    isSynced = true
  }
}
