import Backups
import RunLog

extension Context {
  /// For work on the files of backups; its notes are what the verb prints.
  func workbench() throws(BackupFailure) -> Workbench {
    let bench = try Workbench(tools: Toolbox()) { output.write("\($0)\n") }
    #if DEBUG
      if let failpoint = Failpoint() { bench.failpoint = { failpoint.pass(.files) } }
    #endif
    return bench
  }
}
