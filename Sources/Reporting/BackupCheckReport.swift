import JSON
import Planning

/// `maint backup verify`: which backups are whole, and what is wrong with the others, in the order given.
package struct BackupCheckReport: Sendable {
  private let checks: [BackupCheck]

  package init(_ checks: [BackupCheck]) { self.checks = checks }

  /// Whether none is damaged, incomplete or missing.
  package var isGood: Bool { bad.isEmpty }

  package func text(appearance: Appearance) -> String {
    if checks.isEmpty { return "No backups to verify.\n" }
    let width = checks.map { DisplayWidth.of($0.backup.id.description) }.max() ?? 0
    return appearance.render(checks.flatMap { lines(of: $0, width: width) } + [StyledText(""), summary])
  }

  /// `good`, whether none is damaged, incomplete or missing, and `backups`, each with the fields that `JSONWriter.backupFields`
  /// documents, and
  /// - `verdict`: `whole`, `damaged`, `incomplete` (never sealed), `in_the_making` (its run is at it; not looked at)
  ///   or `missing` (its folder is gone, though maint did not prune it)
  /// - `problems`: each with `problem`: `damaged`, `not_as_recorded` (it agrees with the seal and not with the run log),
  ///   `seal_differs` (with the run log and not with the seal), `missing`, `not_listed`, `unreadable`, `seal_line`,
  ///   `seal_replaced` (it is not the list that maint wrote),
  ///   `not_checked`; `path`, null where it is about no file; `message`; and `affects`, the path that cannot be restored
  ///   for it, null where none is known
  /// - `others`: the number of links and special files, which have no checksums
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("good", isGood)
      json.field("backups") { json in json.array { json in for check in checks { json.check(check) } } }
    }
    json.lineBreak()
    return json.text
  }

  private var bad: [BackupCheck] { checks.filter { $0.verdict != .whole && $0.verdict != .inTheMaking } }

  private func lines(of check: BackupCheck, width: Int) -> [StyledText] {
    let id = StyledText(check.backup.id.description).padded(to: width)
    return [Self.symbol(of: check) + " " + id + "  " + Self.words(of: check)]
      + check.problemWords.map { StyledText("    \($0)", .bad) }
  }

  private static func symbol(of check: BackupCheck) -> StyledText {
    switch check.verdict {
    case .whole: StyledText("✓", .good)
    case .damaged, .incomplete, .missing: StyledText("✗", .bad)
    case .inTheMaking: StyledText("–", .faint)
    }
  }

  private static func words(of check: BackupCheck) -> StyledText {
    switch check.verdict {
    case .whole:
      StyledText("whole", .good)
        + StyledText(
          ": \(check.backup.size)"
            + (BackupContents(files: [], others: check.others).othersWords.map { ", \($0)" } ?? ""))
    case .damaged: StyledText("damaged", .bad) + StyledText(": \(Count(check.problems.count, "problem"))")
    case .incomplete: StyledText("incomplete", .bad) + ": it was never sealed, or its SHA256SUMS was removed"
    case .inTheMaking: StyledText("in the making: not looked at", .faint)
    case .missing: StyledText("missing", .bad) + StyledText(": not pruned by maint; \(check.backup.path) is gone")
    }
  }

  private var summary: StyledText {
    let whole = checks.filter { $0.verdict == .whole }.count
    let words = "Whole: \(whole) of \(Count(checks.count, "backup"))."
    if isGood { return StyledText(words) }
    let advice = "Do not restore from the others; check the disk (dmesg, smartctl) and who writes there."
    return StyledText("\(words) \(advice)", .bad)
  }
}

extension JSONWriter {
  fileprivate mutating func check(_ check: BackupCheck) {
    object { json in
      json.backupFields(check.backup)
      json.field("verdict", check.verdict.rawValue)
      json.field("problems") { json in
        json.array { json in
          for problem in check.problems {
            json.object { json in
              json.field("problem", problem.name)
              json.field("path", problem.path.map { String(decoding: $0, as: UTF8.self) })
              json.field("message", problem.words)
              json.field("affects", check.affected(by: problem))
            }
          }
        }
      }
      json.field("others", check.others)
    }
  }
}
