import CSQLite
import Glibc

/// Opens the database of a state folder, each way to the end: made, recognised, configured, migrated.
///
/// What is no run log, or a newer one, is left as it lies there: no byte and no mode changed, and no file made beside it.
struct DatabaseFile {
  /// Milliseconds that a writer waits for another one. Transactions are short, but a slow disk may take seconds.
  static let patience: Int32 = 15_000

  var folder: StateFolder
  /// Who the process acts for.
  var actor = Actor.ofProcess

  private var path: String { folder.database }

  /// On a full disk the reserve is given up: the index of the log may be missing, and needs room, too.
  func openForWriting() throws(RunLogFailure) -> Connection {
    do {
      return try openOnce()
    } catch {
      guard error.kind == .full, case let reserve = Reserve(path: folder.reserve), reserve.isThere else { throw error }
      reserve.release()
      return try openOnce()
    }
  }

  private func openOnce() throws(RunLogFailure) -> Connection {
    try folder.prepare()
    try make()
    let connection: Connection
    do {
      connection = try Connection(uri: path.sqliteURI("mode=rw"), flags: SQLITE_OPEN_READWRITE)
      // First of all: closing must not rewrite a database that turns out not to be ours, nor cost a checkpoint.
      _ = maint_sqlite3_db_config_switch(connection.pointer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
      sqlite3_busy_timeout(connection.pointer, Self.patience)
    } catch { throw RunLogFailure(error, path: path) }
    try refuseStrangers(connection)
    do {
      // A run that writes megabytes of output reads none of them again: half a MiB of pages (in KiB when negative).
      try connection.execute(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -512")
    } catch { throw RunLogFailure(error, path: path) }
    let version = try version(of: connection)
    try refuseStrangeObjects(connection)
    for file in [path, path + "-wal", path + "-shm"] { closeToOthers(file) }
    do {
      try useWriteAheadLog(connection)
      if version < Schema.version { try Schema.migrate(connection, by: actor) }
    } catch { throw RunLogFailure(error, path: path) }
    Reserve(path: folder.reserve).fill()
    return connection
  }

  /// A log without its index (maint.db-shm), as in a copy, can only be read by making that file anew; a database
  /// without a log has no writer, and is read as it lies there.
  /// `oldest`: the version of the schema that it must have at least.
  func openForReading(oldest: Int = Schema.version) throws(RunLogFailure) -> Connection {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .missing(path) : .cannotOpen(path, code: errno, detail: String(cString: strerror(errno)))
    }
    if status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 { throw .missing(path) }
    try refuseFragment(status)
    do {
      return try read(readingOptions, oldest)
    } catch {
      // A writer that was killed while it made the index left one that says nothing: only who may write can mend it.
      guard error.kind == .inputOutput(code: SQLITE_PROTOCOL) else { throw error }
      return try read(Self.makingIndex, oldest)
    }
  }

  private var readingOptions: String {
    hasLog ? hasIndex ? "mode=ro&readonly_shm=1" : Self.makingIndex : "mode=ro&immutable=1"
  }

  private static let makingIndex = "mode=ro"

  private var hasIndex: Bool {
    var status = stat()
    return stat(path + "-shm", &status) == 0
  }

  private var hasLog: Bool {
    var status = stat()
    return stat(path + "-wal", &status) == 0 && (status.st_size > 0 || hasIndex)
  }

  private func read(_ options: String, _ oldest: Int) throws(RunLogFailure) -> Connection {
    let connection: Connection
    do {
      connection = try Connection(uri: path.sqliteURI(options), flags: SQLITE_OPEN_READONLY)
      sqlite3_busy_timeout(connection.pointer, Self.patience)
    } catch { throw RunLogFailure(error, path: path) }
    connection.makesNoFiles = options != Self.makingIndex
    try refuseStrangers(connection)
    do {
      // Sorting must not make files either. What is read of years is read once: few pages (in KiB when negative), of which
      // each would be a new one of the process, which costs more than to read into one that it has.
      try connection.execute("PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -256")
    } catch { throw RunLogFailure(error, path: path) }
    switch try version(of: connection) {
    case 0: throw .missing(path)
    case oldest...Schema.version: return connection
    case let older: throw .older(path, version: older)
    }
  }

  /// Makes an empty file with mode 0600, which SQLite gives to the files beside it as well.
  private func make() throws(RunLogFailure) {
    // Only a new file is opened here: closing a descriptor drops every lock that this process has on its file.
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    let error = errno
    if descriptor >= 0 {
      close(descriptor)
      folder.sync()
      return
    }
    switch error {
    case EEXIST: break
    case ENOSPC, EDQUOT: throw .full(path, detail: String(cString: strerror(error)))
    case EROFS: throw .readOnly(path, detail: String(cString: strerror(error)))
    default: throw .cannotOpen(path, code: error, detail: String(cString: strerror(error)))
    }
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .cannotOpen(path, code: errno, detail: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen(path, code: EISDIR, detail: "something that is no regular file has its name")
    }
    try refuseFragment(status)
  }

  /// SQLite gives the mode of the database to the files that it makes beside it.
  private func closeToOthers(_ file: String) {
    var status = stat()
    if stat(file, &status) == 0, status.st_mode & 0o077 != 0, status.st_uid == geteuid() { chmod(file, 0o600) }
  }

  /// SQLite takes a file shorter than its smallest page for an empty database, and would overwrite it.
  private func refuseFragment(_ status: stat) throws(RunLogFailure) {
    if status.st_mode & S_IFMT == S_IFREG, (1..<512).contains(status.st_size) { throw .notADatabase(path) }
  }

  /// Throws where the file is no run log of ours, before the first statement: that would already make a write-ahead log
  /// beside a database that asks for one.
  ///
  /// The schema and its `application_id` are written together, so a file with one of them and not the other is foreign.
  /// One with neither is empty, or all of it is in a write-ahead log that is there already: `version(of:)` tells.
  private func refuseStrangers(_ connection: Connection) throws(RunLogFailure) {
    let header: DatabaseHeader?
    do { header = try DatabaseHeader(of: connection) } catch { throw RunLogFailure(error, path: path) }
    guard let header else { return }
    guard header.isDatabase else { throw .notADatabase(path) }
    if header.applicationID == Schema.applicationID {
      if header.userVersion > Schema.version { throw .newer(path, version: header.userVersion) }
    } else if header.applicationID != 0 || header.hasTables {
      throw .foreign(path)
    }
  }

  /// 0 for a database that holds nothing yet.
  private func version(of connection: Connection) throws(RunLogFailure) -> Int {
    let state: Schema.State
    do { state = try Schema.state(of: connection) } catch { throw RunLogFailure(error, path: path) }
    switch state {
    case .empty: return 0
    case .foreign: throw .foreign(path)
    case .version(let version) where version > Schema.version: throw .newer(path, version: version)
    case .version(let version): return version
    }
  }

  /// What maint has not made would act in the midst of what it writes.
  private func refuseStrangeObjects(_ connection: Connection) throws(RunLogFailure) {
    let found: StrangeObject?
    do { found = try Schema.strangeObject(in: connection) } catch { throw RunLogFailure(error, path: path) }
    if let found { throw .altered(path, by: found) }
  }

  private func useWriteAheadLog(_ connection: Connection) throws(SQLiteError) {
    // SQLite answers the old mode instead of an error where the file system has no shared memory.
    let mode = try switchedMode(connection)
    guard mode == "wal" else {
      throw SQLiteError(code: SQLITE_CANTOPEN, message: "its file system cannot hold a write-ahead log (\(mode ?? ""))")
    }
    sqlite3_wal_autocheckpoint(connection.pointer, 0)
    try connection.execute("PRAGMA journal_size_limit = \(Checkpoints.keptLogBytes)")
  }

  /// Two that switch a new database at once hold each other up, and SQLite refuses one of them without waiting, since both
  /// would wait for ever: https://www.sqlite.org/c3ref/busy_handler.html.
  private func switchedMode(_ connection: Connection) throws(SQLiteError) -> String? {
    let pause: Int32 = 5
    var waited: Int32 = 0
    while true {
      do throws(SQLiteError) {
        return try connection.first("PRAGMA journal_mode = WAL") { row in row.text(0) }
      } catch {
        guard error.code & 0xFF == SQLITE_BUSY, waited < Self.patience else { throw error }
        usleep(UInt32(pause) * 1000)
        waited += pause
      }
    }
  }
}
