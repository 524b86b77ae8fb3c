import Catalog
import Scheduling

/// Names a backup, as operators type it: `12/monthly.system_updates`, the run that made it and the task that it is for.
package struct BackupID: Sendable, Hashable, CustomStringConvertible {
  package var run: Int
  package var task: TaskName

  package init(run: Int, task: TaskName) {
    self.run = run
    self.task = task
  }

  /// Nil unless it is written as `description` is: no blanks, no zeros before the number.
  package init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/"), let run = Int(text[..<slash]), run >= 1,
      let task = TaskName(full: String(text[text.index(after: slash)...]))
    else { return nil }
    self.init(run: run, task: task)
    guard description == text else { return nil }
  }

  package var description: String { "\(run)/\(task)" }

  /// Where it is kept.
  package func folder(in state: String) -> String { "\(state)/backups/\(self)" }
}

extension TaskName {
  /// `tier.task` or `runbook:name`; nil for everything else.
  fileprivate init?(full text: String) {
    let separator: Character = text.hasPrefix("runbook:") ? ":" : "."
    guard let index = text.firstIndex(of: separator) else { return nil }
    let tier = Tier(rawValue: String(text[..<index]))
    self.init(tier: tier, name: String(text[text.index(after: index)...]))
    guard tier != nil || separator == ":", NameRule.isName(name) else { return nil }
  }
}
