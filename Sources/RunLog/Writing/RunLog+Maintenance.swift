import CSQLite
import Glibc
import Scheduling

/// The run log as a file that is looked after.
extension RunLog {
  /// Bytes of a file from which on a look at all of it takes too long to be made by the way.
  package static let largeFile = 1 << 30

  /// Looks at every page of the log in `state`, which nobody is held up by.
  ///
  /// A log that no maint has open is read without locks, and one that begins meanwhile would change what is read: so what
  /// looks damaged is looked at again.
  package static func checkIntegrity(state: String) throws(RunLogFailure) -> IntegrityCheck {
    var check = try checkOnce(state: state)
    if !check.isWhole { check = try checkOnce(state: state) }
    return check
  }

  private static func checkOnce(state: String) throws(RunLogFailure) -> IntegrityCheck {
    let log: RunLog
    do throws(RunLogFailure) {
      log = try open(state: state, access: .readOnly)
    } catch {
      guard error.kind == .damaged || error.kind == .notADatabase else { throw error }
      return IntegrityCheck(isQuick: false, bytes: 0, problems: [error.message])
    }
    return try log.reporting { () throws(SQLiteError) in
      var status = stat()
      let bytes = stat(log.folder.database, &status) == 0 ? Int(status.st_size) : 0
      let isQuick = bytes > largeFile
      var check = try log.connection.integrity(isQuick: isQuick)
      check.bytes = bytes
      return check
    }
  }

  /// Copies the log into a file, an absolute path where nothing is yet, while runs go on. What is damaged is not kept, and
  /// said as the failure `damaged`; but what can be reckoned from the runs is, before it is copied. Answers the bytes of the
  /// copy, and what was mended for it.
  package func copy(to file: String) throws(RunLogFailure) -> (bytes: Int, mended: String?) {
    let mended = try mendDamage()
    let copied: (bytes: Int, problems: [String])
    do {
      copied = try OnlineCopy(file: file).make(of: connection)
    } catch {
      let isOwn = [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_BUSY].contains(error.plainCode)
      throw RunLogFailure(error, path: isOwn ? folder.database : file)
    }
    if let first = copied.problems.first {
      let more = copied.problems.count > 1 ? ", and \(copied.problems.count - 1) more" : ""
      throw .damaged(folder.database, detail: "\(first)\(more)")
    }
    return (copied.bytes, mended)
  }

  /// Mends what is kept ready for reports, thins out old samples, has SQLite renew its figures where that pays, and copies the write-ahead log into the database.
  /// Waits for no reader, and has nobody wait for long.
  ///
  /// `kept`: the names of samples that are not thinned; nil: it is not known which, and none are.
  package func maintain(
    now: Timestamp, in zone: Zone, keeping kept: Set<String>?
  ) throws(RunLogFailure) -> MaintenanceResult {
    var result = MaintenanceResult()
    result.mended = try mendRollUp()
    (result.unusedPages, result.areTakenUp) = try takeUpUnusedPages()
    if let kept { (result.thinned, result.means) = try thinSamples(now: now, in: zone, keeping: kept) }
    try reporting { () throws(SQLiteError) in
      do throws(SQLiteError) {
        // So many rows of each index are looked at, however many there are.
        try connection.execute("PRAGMA analysis_limit = 1000; PRAGMA optimize")
      } catch {
        // A run has written meanwhile: the next time will do.
        guard error.plainCode == SQLITE_BUSY else { throw error }
      }
      var (pages, copied): (Int32, Int32) = (0, 0)
      // A log that a reader holds is copied by the next one.
      sqlite3_wal_checkpoint_v2(connection.pointer, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied)
      (result.logPages, result.copiedPages) = (max(0, Int(pages)), max(0, Int(copied)))
      checkpoints.beginAnew()
      (result.bytes, result.freeBytes) = try connection.sizes()
    }
    return result
  }

  /// What `maintain` would do; writes nothing.
  package func maintenanceToDo(
    now: Timestamp, in zone: Zone, keeping kept: Set<String>?
  ) throws(RunLogFailure) -> MaintenanceResult {
    var result = MaintenanceResult()
    do throws(RunLogFailure) {
      result.mended = try rollUpProblem()
    } catch {
      guard error.kind == .sumsDamaged else { throw error }
      result.mended =
        "damaged: \(try reporting { () throws(SQLiteError) in try connection.damagedDerivedTables() }.joined(separator: ", "))"
    }
    result.unusedPages = try reporting { () throws(SQLiteError) in try connection.integrity(isQuick: true) }.unusedPages
    if let kept { result.thinned = try samplesToThin(now: now, in: zone, keeping: kept) }
    (result.bytes, result.freeBytes) = try reporting { () throws(SQLiteError) in try connection.sizes() }
    return result
  }
}
