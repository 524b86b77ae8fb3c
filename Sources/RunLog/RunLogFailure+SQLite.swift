import CSQLite
import Glibc

extension RunLogFailure {
  /// What an error of SQLite means to who runs maint. `path` is that of the database.
  init(_ error: SQLiteError, path: String) {
    switch error.plainCode {
    case SQLITE_NOTADB: self = .notADatabase(path)
    case SQLITE_CORRUPT: self = .damaged(path, detail: error.description)
    // maint asks for nothing that its schema does not have.
    case SQLITE_ERROR where error.message.hasPrefix("no such table"): self = .removed(path, detail: error.description)
    case SQLITE_FULL: self = .full(path, detail: error.description)
    case SQLITE_READONLY: self = .readOnly(path, detail: error.description)
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path, detail: error.description)
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
      self = .cannotOpen(path, code: error.code, detail: error.description)
    default:
      self.init(
        kind: .inputOutput(code: error.code), message: "\(path): the run log cannot be used: \(error)",
        hint: "look for disk errors in the kernel's log (dmesg); what was committed before is still in the run log")
    }
  }

  static func missing(_ path: String) -> RunLogFailure {
    RunLogFailure(
      kind: .missing, message: "\(path): there is no run log yet",
      hint: "the first 'maint run' makes it; if there should be one, say where with --state")
  }

  static func notADatabase(_ path: String) -> RunLogFailure {
    RunLogFailure(
      kind: .notADatabase, message: "\(path): not a run log: the file is not a SQLite database",
      hint: "move it aside: \(moveAside(path)); maint makes a new run log")
  }

  static func damaged(_ path: String, detail: String) -> RunLogFailure {
    RunLogFailure(
      kind: .damaged, message: "\(path): the run log is damaged: \(detail)",
      hint: "what of it can be read: sqlite3 \(quoted(path)) .recover; to go on, move it aside: "
        + "\(moveAside(path)); maint makes a new run log, which knows nothing of runs that need a human")
  }

  static func ofSums(_ path: String, tables: [String]) -> RunLogFailure {
    RunLogFailure(
      kind: .sumsDamaged,
      message:
        "\(path): what is kept ready for reports is damaged (\(tables.joined(separator: ", "))). It is reckoned from the "
        + "runs, which are not lost by that",
      hint: "'maint runlog maintain' reckons it anew; look for errors of the disk (dmesg, smartctl)")
  }

  static func foreign(_ path: String) -> RunLogFailure {
    RunLogFailure(
      kind: .foreign, message: "\(path): a SQLite database of another program, not a run log",
      hint: "choose another folder with --state, or move it aside: \(moveAside(path))")
  }

  static func altered(_ path: String, by object: StrangeObject) -> RunLogFailure {
    let what = object.kind == .trigger ? "a trigger on its table \(plain(object.table))" : "a view"
    func sqlite(_ sql: String) -> String { "sqlite3 \(quoted(path)) \(quoted(sql))" }
    return RunLogFailure(
      kind: .altered,
      message: "\(path): somebody has put \(what) into the run log, '\(plain(object.name))', which maint has not made: "
        + "it could write there what nobody did, approvals too; so nothing is run, and nothing was written",
      hint: "keep a copy, find out who could write the file, and see what it does: "
        + sqlite("SELECT name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view')")
        + "; remove it: " + sqlite("DROP \(object.kind.rawValue.uppercased()) \"\(plain(object.name))\"")
        + "; 'maint audit verify' then says whether what is there is what maint wrote")
  }

  /// Somebody may have chosen it to be shown.
  private static func plain(_ name: String) -> String {
    String(name.unicodeScalars.map { (0x20...0x7e).contains($0.value) ? Character($0) : "?" })
  }

  static func removed(_ path: String, detail: String) -> RunLogFailure {
    RunLogFailure(
      kind: .altered,
      message: "\(path): something of the run log was removed by somebody else than maint: \(detail)",
      hint: "keep maint.db and maint.db-wal as they are, and find out who could write them; to go on, move them aside: "
        + "\(moveAside(path)); maint makes a new run log, which knows nothing of runs that need a human")
  }

  static func newer(_ path: String, version: Int) -> RunLogFailure {
    RunLogFailure(
      kind: .newer(version: version),
      message: "\(path): the run log has schema version \(version); this maint knows versions up to \(Schema.version)",
      hint: "use the maint that wrote it, or a later one; going back is not possible")
  }

  static func older(_ path: String, version: Int) -> RunLogFailure {
    RunLogFailure(
      kind: .older(version: version),
      message: "\(path): the run log has schema version \(version); this maint reads version \(Schema.version)",
      hint:
        "'maint runlog backup FILE' copies it as it is; then 'maint runlog maintain' brings it up to date, as the next run does"
    )
  }

  static func full(_ path: String, detail: String) -> RunLogFailure {
    RunLogFailure(
      kind: .full, message: "\(path): no space left for the run log: \(detail)",
      hint: "make room on its file system: df -h \(quoted(path)); what was committed before is kept")
  }

  static func readOnly(_ path: String, detail: String) -> RunLogFailure {
    RunLogFailure(
      kind: .readOnly, message: "\(path): the run log cannot be written: \(detail)",
      hint: "it lies on a read-only file system or belongs to another user: ls -l \(quoted(path)), "
        + "findmnt -T \(quoted(path)); or choose another folder with --state")
  }

  static func busy(_ path: String, detail: String) -> RunLogFailure {
    RunLogFailure(
      kind: .busy, message: "\(path): another process keeps the run log locked: \(detail)",
      hint: "see which one has it open: fuser -v \(quoted(path)); end a sqlite3 session with an open transaction")
  }

  static func cannotOpen(_ path: String, code: Int32, detail: String) -> RunLogFailure {
    RunLogFailure(
      kind: .cannotOpen(code: code), message: "\(path): the run log cannot be opened: \(detail)",
      hint: "it needs a file and folder that this user may use: ls -ld \(quoted(path)); "
        + "where the folder is read-only, copy maint.db and maint.db-wal to another one and read them there")
  }

  /// The files beside the database belong to it: left behind, they would be applied to the new one.
  private static func moveAside(_ path: String) -> String {
    "for f in \(quoted(path)) \(quoted(path + "-wal")) \(quoted(path + "-shm")); do "
      + "[ ! -e \"$f\" ] || mv \"$f\" \"$f.old\"; done"
  }

  private static func quoted(_ path: String) -> String { shellQuoted(path) }
}

/// The text as one word of a shell command.
func shellQuoted(_ text: String) -> String {
  let isPlain = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
  if isPlain, !text.isEmpty { return text }
  return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
