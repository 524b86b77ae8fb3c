import JSON
import RunLog

/// `maint runlog maintain`.
package struct RunLogMaintenanceReport: Sendable {
  private let result: MaintenanceResult
  private let isDryRun: Bool

  package init(_ result: MaintenanceResult, isDryRun: Bool) {
    (self.result, self.isDryRun) = (result, isDryRun)
  }

  package var text: String {
    let size = "run log: \(ByteSize(result.bytes)), \(ByteSize(result.freeBytes)) of it free for what comes\n"
    let done = isDryRun ? "it would be" : "it was"
    let sums = result.mended.map { "kept ready for reports: \($0): \(done) reckoned anew from the runs\n" } ?? ""
    if isDryRun { return sums + unused + "samples: \(result.thinned) old ones would be thinned\n" + size }
    let thinned =
      result.thinned == 0
      ? "samples: none is old enough to be thinned\n"
      : "samples: \(result.thinned) old ones became \(Count(result.means, "mean"))\n"
    let log = "write-ahead log: \(result.copiedPages) of \(Count(result.logPages, "page")) copied into the database\n"
    return sums + unused + thinned + log + size
  }

  private var unused: String {
    guard result.unusedPages > 0 else { return "" }
    let pages = "pages that belong to nothing: \(result.unusedPages), which costs room and nothing else"
    if isDryRun { return "\(pages)\n" }
    return result.areTakenUp
      ? "pages that belonged to nothing: \(result.unusedPages), in use again\n"
      : "\(pages); they are used again once the log is at most \(ByteSize(RunLog.largestRewritten)) and its disk has room for "
        + "it twice\n"
  }

  /// `dry_run`; `thinned`, how many samples and means of hours became `means` means, null with `--dry-run`; `mended`, what was wrong with what is kept of ended
  /// runs, which was reckoned anew, or would be, null where nothing was; `unused_pages`, that belonged to nothing, and
  /// `taken_up`, whether they are in use again; `log_pages`, those of
  /// the write-ahead log, and `copied_pages`, how many of them are in the database now, null likewise; `bytes` of the database,
  /// and `free_bytes` of them.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("dry_run", isDryRun)
      json.field("thinned", result.thinned)
      json.field("means", isDryRun ? nil : result.means)
      json.field("mended", result.mended)
      json.field("unused_pages", result.unusedPages)
      json.field("taken_up", result.areTakenUp)
      json.field("log_pages", isDryRun ? nil : result.logPages)
      json.field("copied_pages", isDryRun ? nil : result.copiedPages)
      json.field("bytes", result.bytes)
      json.field("free_bytes", result.freeBytes)
    }
    json.lineBreak()
    return json.text
  }
}
