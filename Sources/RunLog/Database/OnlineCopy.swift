import CSQLite
import Glibc

/// A copy of a run log that is in use, by SQLite's backup API (https://sqlite.org/backup.html).
///
/// A read transaction is held from the first page to the last: the copy is the log of one moment, and is not begun again
/// whenever a run commits, as without it. A writer waits for no reader of a write-ahead log; that one only cannot begin anew
/// until the copy is made.
struct OnlineCopy {
  /// Pages at a time.
  private static let step: Int32 = 1_024
  /// Bytes that are left free beside the copy.
  private static let spare = 32 << 20

  /// Of the copy. What a copy that was killed has left is beside it, and is made anew.
  let file: String
  private var partial: String { file + ".partial" }
  #if DEBUG
    private let failpoint = Failpoint()
  #endif

  init(file: String) { self.file = file }

  /// Makes it, looks through it, and has it reach the disk before it gets its name. Answers its bytes, or what is wrong with
  /// it: then it is not kept.
  func make(of source: Connection) throws(SQLiteError) -> (bytes: Int, problems: [String]) {
    do throws(SQLiteError) {
      try refuseWithoutRoom(for: source.sizes().all)
      try create()
      let (bytes, problems) = try fill(from: source)
      guard problems.isEmpty else {
        removePartial()
        return (bytes, problems)
      }
      try publish()
      return (bytes, [])
    } catch {
      removePartial()
      throw error
    }
  }

  /// The run log may well be on the same disk: a copy must not take from a run what it needs to write.
  private func refuseWithoutRoom(for bytes: Int) throws(SQLiteError) {
    guard let free = FreeRoom.bytes(in: folder) else { return }
    guard free < bytes + Self.spare else { return }
    throw SQLiteError(
      code: SQLITE_FULL, message: "a copy needs \(bytes) bytes, and \(Self.spare) are left for runs; \(free) are free")
  }

  private var folder: String {
    let slash = file.lastIndex(of: "/") ?? file.startIndex
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  private func create() throws(SQLiteError) {
    removePartial()
    passFailpoint()
    let descriptor = open(partial, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("it cannot be made") }
    close(descriptor)
    passFailpoint()
  }

  private func fill(from source: Connection) throws(SQLiteError) -> (bytes: Int, problems: [String]) {
    let target = try Connection(path: partial, flags: SQLITE_OPEN_READWRITE)
    // What is not whole is not kept, so no journal is needed; nor the files of a write-ahead log, which nobody shares.
    try target.execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    try source.transaction(.read) { () throws(SQLiteError) in
      // The snapshot begins with the first page that is read.
      _ = try source.first("SELECT count(*) FROM sqlite_schema") { _ in true }
      try copy(source, to: target)
    }
    passFailpoint()
    // One file, which can be read where nothing can be written.
    try target.execute("PRAGMA journal_mode = DELETE")
    let problems = try target.integrity(isQuick: false).problems
    return (try target.sizes().all, problems)
  }

  private func copy(_ source: Connection, to target: Connection) throws(SQLiteError) {
    guard let backup = sqlite3_backup_init(target.pointer, "main", source.pointer, "main") else {
      throw SQLiteError(connection: target.pointer, code: sqlite3_errcode(target.pointer))
    }
    var code = SQLITE_OK
    while code == SQLITE_OK {
      code = sqlite3_backup_step(backup, Self.step)
      passFailpoint()
    }
    let ended = sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE, ended == SQLITE_OK else {
      let failed = code == SQLITE_DONE ? ended : code
      throw SQLiteError(code: failed, message: String(cString: sqlite3_errstr(failed)))
    }
  }

  private func publish() throws(SQLiteError) {
    let descriptor = open(partial, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Self.failure("it cannot be opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Self.failure("it does not reach the disk") }
    passFailpoint()
    guard rename(partial, file) == 0 else { throw Self.failure("it cannot get its name") }
    passFailpoint()
    let above = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard above >= 0 else { throw Self.failure("its folder cannot be opened") }
    defer { close(above) }
    guard fsync(above) == 0 else { throw Self.failure("its folder does not reach the disk") }
    passFailpoint()
  }

  private func removePartial() { for name in [partial, partial + "-wal", partial + "-journal"] { unlink(name) } }

  /// With the code of SQLite that means the same as the last error.
  private static func failure(_ what: String) -> SQLiteError {
    let code = errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : errno == EROFS ? SQLITE_READONLY : SQLITE_CANTOPEN
    return SQLiteError(code: code, message: "\(what): \(String(cString: strerror(errno)))")
  }

  private func passFailpoint() {
    #if DEBUG
      failpoint?.pass(.files)
    #endif
  }
}
