import CSQLite
import Execution

/// The run log: everything that was planned, intended, done and printed, in one SQLite database.
///
/// Used from one thread. Any number of processes may have it open; writers wait for one another, readers for nobody.
/// A process that has it open for reading closes that before it opens it for writing: SQLite shares the index of the
/// write-ahead log within a process, and would share it read-only.
package final class RunLog {
  package enum Access: Sendable {
    case readWrite, readOnly
    /// For the audit chain alone, which the log of an earlier maint has, too.
    case chainOnly
    /// To be copied, whatever version its schema has.
    case copyOnly
  }

  let folder: StateFolder
  /// Who answers for what this process writes, as the audit chain has it.
  package let actor: Actor
  let connection: Connection
  /// Writes the events of the run that `beginRun` began; nil before.
  var writer: EventWriter?
  var pending = PendingEvents()
  var numbers = StepNumbers()
  /// Whether all that was committed has reached the disk.
  var isSynced = true
  /// The sync that failed, and with it the trust in all later ones.
  var syncFailure: SQLiteError?
  /// Whether the disk was full since the run began; output is left out from then on.
  var isDiskFull = false
  /// Why the last runs that ended are not counted among what is kept ready for reports: pages of that are damaged. nil: they are.
  package internal(set) var countingFailure: RunLogFailure?
  let checkpoints: Checkpoints
  /// Has people told of what is written; nil: nobody is.
  package var announcer: Announcer?
  /// Whose messages are written and delivered.
  package var owner: OutboxOwner {
    get { connection.owner }
    set { connection.owner = newValue }
  }
  /// Called when a transaction with messages in it was committed.
  package var whenPosted: () -> Void = {}
  /// Of the run that the journal writes to.
  var progress = RunProgress()
  /// The file that was opened.
  let identity: FileIdentity?
  /// Within `reading`.
  private var isReading = false
  /// What there is in the snapshot that is read; nil: nobody has looked.
  var held: Holdings?

  /// Opens the run log in the folder `state`.
  ///
  /// For writing, folder and database are made where they are missing, and an older schema is brought up to date. `actor`:
  /// who answers for what is written.
  /// For reading no byte is changed and no run made to wait; a run log that is not there yet is the failure `missing`.
  package static func open(
    state: String, access: Access, by actor: Actor = .ofProcess
  ) throws(RunLogFailure) -> RunLog {
    let folder = StateFolder(path: state)
    let connection =
      switch access {
      case .readWrite: try DatabaseFile(folder: folder, actor: actor).openForWriting()
      case .readOnly: try DatabaseFile(folder: folder).openForReading()
      case .chainOnly: try DatabaseFile(folder: folder).openForReading(oldest: Schema.firstWithChain)
      case .copyOnly: try DatabaseFile(folder: folder).openForReading(oldest: 1)
      }
    return RunLog(folder: folder, actor: actor, connection: connection)
  }

  private init(folder: StateFolder, actor: Actor, connection: Connection) {
    self.folder = folder
    self.actor = actor
    self.connection = connection
    self.checkpoints = Checkpoints(connection)
    identity = FileIdentity(path: folder.database)
  }

  /// For who has read all that it wanted, and ends. Only where SQLite, as it was opened, makes no file that closing takes away.
  package func leaveOpen() { if connection.makesNoFiles { connection.leaveOpen() } }

  /// Runs `body` in one snapshot: what it reads belongs together. Within another one it is read from that.
  func reading<Result>(_ body: () throws(SQLiteError) -> Result) throws(RunLogFailure) -> Result {
    if isReading { return try reporting(body) }
    isReading = true
    defer { (isReading, held) = (false, nil) }
    return try reporting { () throws(SQLiteError) in try connection.transaction(.read, body) }
  }

  /// Another number than before where another process has written since (<https://sqlite.org/pragma.html#pragma_data_version>).
  package func changeMark() throws(RunLogFailure) -> Int {
    try reporting { () throws(SQLiteError) in try connection.pragma("data_version") }
  }

  /// All that `body` reads is of one moment, and much of it. It must not wait: a long snapshot holds up checkpoints.
  package func atOneMoment<Value, Failure>(
    _ body: () throws(Failure) -> Value
  ) throws(RunLogFailure) -> Result<Value, Failure> {
    try reading { () throws(SQLiteError) in
      try look()
      do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }
  }

  func reporting<Result>(_ body: () throws(SQLiteError) -> Result) throws(RunLogFailure) -> Result {
    do throws(SQLiteError) {
      return try body()
    } catch {
      // What is damaged may be that alone which the rows of runs come to.
      if error.isDamage, sqlite3_get_autocommit(connection.pointer) != 0,
        let damaged = try? connection.damagedDerivedTables(), !damaged.isEmpty
      {
        throw .ofSums(folder.database, tables: damaged)
      }
      throw RunLogFailure(error, path: folder.database)
    }
  }
}
