import JSON
import RunLog

/// `maint runlog check`.
package struct RunLogCheckReport: Sendable {
  private let file: String
  private let check: IntegrityCheck

  package init(file: String, _ check: IntegrityCheck) {
    (self.file, self.check) = (file, check)
  }

  private var how: String { check.isQuick ? "quick_check" : "integrity_check" }

  package var text: String {
    let name = HarmlessText.words(file)
    guard !check.isWhole else {
      return "\(name) is whole (\(how), foreign_key_check; \(ByteSize(check.bytes)))\n" + unused
    }
    return "\(name) is damaged (\(how), foreign_key_check):\n"
      + lines.prefix(Self.shown).map { "  \(HarmlessText.words($0))\n" }.joined()
      + (lines.count > Self.shown ? "  and \(lines.count - Self.shown) more\n" : "")
  }

  /// They are left by tables that were replaced, or rows are missing that no table leads to any more.
  private var unused: String {
    if check.unusedPages == 0 { return "" }
    return "\(Count(check.unusedPages, "page")) of it (\(ByteSize(check.unusedPages * check.pageBytes))) "
      + (check.unusedPages == 1 ? "belongs" : "belong") + " to nothing\n"
  }

  /// Each problem may have many.
  private var lines: [String] { check.problems.flatMap { $0.split(separator: "\n").map(String.init) } }
  private static let shown = 20

  /// `file`; `whole`; `check`, `integrity_check` or `quick_check`; `bytes`, of the database; `unused_pages`, that belong to
  /// nothing; `only_sums`, whether nothing but what can be reckoned from the runs is damaged; `problems`, as SQLite says them,
  /// at most about a hundred.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("file", file)
      json.field("whole", check.isWhole)
      json.field("check", how)
      json.field("bytes", check.bytes)
      json.field("unused_pages", check.unusedPages)
      json.field("only_sums", check.isOfSums)
      json.field("problems", check.problems)
    }
    json.lineBreak()
    return json.text
  }
}
