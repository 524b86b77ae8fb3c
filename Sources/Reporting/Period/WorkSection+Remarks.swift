import RunLog

/// What tasks did not do, as there was nothing to do, and of what they warned.
extension WorkSection {
  var skipped: Int { lines.reduce(0) { $0 + $1.skipped } }
  var warned: [WorkLine] { lines.filter { $0.warnings != nil } }

  /// For the summary; empty: there is nothing to say.
  var remarks: Phrase {
    let skips = lines.filter { $0.skipped > 0 }.count
    let steps = warned.reduce(0) { $0 + ($1.warnings?.steps ?? 0) }
    return Phrase(skips == 0 ? "" : " Skipped: \(Count(skipped, "time")), by \(Count(skips, "task")).")
      + (steps == 0
        ? "" : Phrase(" \(Count(steps, "warning")) of \(Count(warned.count, "task"))", .caution) + ".")
  }

  func remarkBlocks(_ frame: PeriodFrame) -> [DocumentBlock] {
    let skips = lines.filter { $0.skipped > 0 }
    let log = frame.code("log")
    return Self.list(
      "Skipped",
      Self.cut(skips, more: log) { line in
        let last = line.lastSkip.map { ", the last in run \($0.run): \(Self.words($0))" } ?? ""
        return Phrase("\(line.task)", .strong) + ": \(Count(line.skipped, "time"))\(last)"
      })
      + Self.list(
        "Warnings",
        Self.cut(warned, more: log) { line in
          guard let warnings = line.warnings else { return Phrase("\(line.task)", .strong) }
          let over = warnings.isLast ? "" : "; it ran without one since"
          return Phrase("\(line.task)", .strong)
            + ": \(Count(warnings.steps, "warning")), the last in run \(warnings.last.run): \(Self.words(warnings.last))\(over)"
        })
  }

  /// In one line.
  static func words(_ remark: TaskRemark) -> String { remark.text.map(HarmlessText.words) ?? "it did not say why" }

  private static func list(_ title: String, _ points: [Phrase]) -> [DocumentBlock] {
    points.isEmpty ? [] : [.heading(Phrase(title)), .list(points)]
  }
}
