import Catalog
import Glibc
import Planning
import RunLog

/// The copies of the run log among the backups, and how one of them takes its place.
struct RunLogCopies {
  /// As the shipped runbook run_log_maintenance calls it in its backup.
  static let name = "maint.db"

  let state: String
  let command: NextCommand

  /// The newest, by the folders alone: the run log need not be readable.
  private var newest: (path: String, id: BackupID)? {
    for id in BackupCatalogue.ids(state: state) {
      let path = "\(id.folder(in: state))/\(Self.name)"
      if access(path, F_OK) == 0, SealFile.status(of: id.folder(in: state))?.isThere == true { return (path, id) }
    }
    return nil
  }

  /// What to do about a log that is damaged.
  var hint: String {
    let database = StateFolder(path: state).database
    let aside =
      "stop what starts maint, move the log aside: for f in \(Self.quoted(database)) \(Self.quoted(database + "-wal")) "
      + "\(Self.quoted(database + "-shm")); do [ ! -e \"$f\" ] || mv \"$f\" \"$f.old\"; done; "
    guard let newest else {
      return
        "there is no copy among the backups. What of it can be read: sqlite3 \(Self.quoted(database)) .recover. To go "
        + "on, \(aside)maint makes a new run log, which knows nothing of runs that need a human"
    }
    return "the newest copy is that of backup \(newest.id). \(aside)then put the copy in its place: "
      + "cp \(Self.quoted(newest.path)) \(Self.quoted(database)), and \(command("recover")). It knows nothing of what was run "
      + "since: what of that can be read, sqlite3 \(Self.quoted(database + ".old")) .recover shows. Look for errors of the "
      + "disk (dmesg, smartctl)"
  }

  private static func quoted(_ path: String) -> String { ShellText.quoted(path) }
}
