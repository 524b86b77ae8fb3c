import Backups
import Reporting
import RunLog

/// What was changed at a path since it was backed up, in lines that the run log keeps as the output of the step which
/// ends a rollback: bounded in size and in time, and nothing that not everyone on the host may read.
struct ReplacedAccount {
  /// Of one step: paths by name, and bytes of differences.
  private static let paths = 50
  private static let bytes = 16 << 10
  /// Microseconds.
  private static let time = 5_000_000 as Int64

  private let bench: Workbench
  private let end: Int64
  private var pathsLeft = paths
  private var bytesLeft = bytes

  private static var now: Int64 { SystemClock().now().monotonic }

  init(on bench: Workbench) {
    self.bench = bench
    end = Self.now + Self.time
  }

  /// nil where nothing was replaced. Throws only where the step was told to stop.
  mutating func lines(of places: RestorePlaces, manifest: String) throws(BackupFailure) -> [String]? {
    do throws(BackupFailure) {
      let end = end
      let found = try ReplacedTree(places, manifest: manifest, on: bench) { Self.now > end }
      return try found.map { tree throws(BackupFailure) in try lines(of: tree, places.target.path) }
    } catch {
      if case .stopped = error.kind { throw error }
      return ["what was changed at \(places.target.path) is not noted: \(error.message)"]
    }
  }

  private mutating func lines(of tree: ReplacedTree, _ path: String) throws(BackupFailure) -> [String] {
    let (changes, count) = try tree.changes(limit: pathsLeft)
    pathsLeft -= changes.count
    let words = count == 0 ? "nothing" : "\(count) path\(count == 1 ? "" : "s")"
    var lines = ["\(FailureDetail.changesMark)\(path), \(words)"]
    var (diffs, isHidden): ([String], Bool) = ([], false)
    for change in changes {
      let texts = Self.now > end ? .unknown : try tree.texts(of: change)
      lines.append(line(of: change.difference, texts))
      switch texts {
      case .known(let before, let after): diffs += diff(change.difference, before, after, path)
      case .hidden: isHidden = true
      case .unknown: break
      }
    }
    if count > changes.count { lines.append("  and \(count - changes.count) more") }
    if isHidden { lines.append("  texts that not everyone on the host may read are not told") }
    return lines + diffs
  }

  private func line(of difference: Difference, _ texts: ReplacedTree.Texts) -> String {
    switch difference.kind {
    case .missing: return "  - \(difference.shownPath)"
    case .added: return "  + \(difference.shownPath)"
    case .changed(var aspects):
      // Of another time alone it is not known whether the text is another.
      if texts.differ, !aspects.contains(.content) { aspects.insert(.content, at: 0) }
      return "  ~ \(difference.shownPath)  \(aspects.map(\.rawValue).joined(separator: ", "))"
    }
  }

  /// None where it is no plain text, or too long for what is left.
  private mutating func diff(
    _ difference: Difference, _ before: [UInt8], _ after: [UInt8], _ path: String
  ) -> [String] {
    guard before != after, bytesLeft > 0, let lines = UnifiedDiff.plainLines(before, after) else { return [] }
    let file = difference.path.isEmpty ? path : "\(path)/\(difference.shownPath)"
    let head = [
      "--- \(difference.kind == .added ? "/dev/null" : file)",
      "+++ \(difference.kind == .missing ? "/dev/null" : file)",
    ]
    var taken: [String] = []
    for line in head + lines {
      bytesLeft -= line.utf8.count + 1
      // Whole lines, so that what is secret in one is known for that.
      if bytesLeft < 0 { return taken + ["(the rest of the differences is not told: they are longer than 16 KiB)"] }
      taken.append(line)
    }
    return taken
  }
}
