import JSON
import Catalog
import RunLog
import Scheduling

/// `maint backup drill`: which backups could be restored, how long that took and how old their data was, beside the
/// targets.
package struct DrillReport: Sendable {
  private let results: [DrillResult]
  private let areNewest: Bool
  /// What it tells the operator to type next.
  package var command = CommandText()
  /// The tasks that a clock runs: nobody is sent to run another for its backup; nil: nobody knows.
  package var clocked: Set<TaskName>?

  /// `areNewest`: of each task they go from the newest to the first good one, or are all that it has.
  package init(_ results: [DrillResult], areNewest: Bool) {
    self.results = results
    self.areNewest = areNewest
  }

  /// All are good, and no target is missed.
  package var isGood: Bool { results.allSatisfy { !$0.event.isAlarming } }

  package func text(appearance: Appearance) -> String {
    if results.isEmpty { return "No backups to drill.\n" }
    let width = results.map { DisplayWidth.of($0.backup.id.description) }.max() ?? 0
    return appearance.render(results.flatMap { lines(of: $0, width: width) } + [StyledText("")] + advice + [summary])
  }

  /// `good`, whether each could be restored and met its targets, and `backups`, each with the fields that
  /// `JSONWriter.backupFields` documents, and
  /// - `verdict`: `good`, `damaged` (it cannot be restored) or `failed` (it could not be tried); `problems`, in words
  /// - the fields that `JSONWriter.drillFields` documents
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("good", isGood)
      json.field("backups") { json in
        json.array { json in
          for result in results {
            json.object { json in
              json.backupFields(result.backup)
              json.field("verdict", result.verdict.rawValue)
              json.field("problems", result.problems)
              json.drillFields(result.event)
            }
          }
        }
      }
    }
    json.lineBreak()
    return json.text
  }

  private func lines(of result: DrillResult, width: Int) -> [StyledText] {
    let event = result.event
    let id = StyledText(result.backup.id.description).padded(to: width)
    guard result.verdict == .good else {
      let word = result.verdict == .damaged ? "cannot be restored" : "not tried"
      return [StyledText("✗ ", .bad) + id + "  " + StyledText(word, .bad)]
        + result.problems.map { StyledText("    \(HarmlessText.words($0))", .bad) }
    }
    let symbol = event.isAlarming ? StyledText("! ", .caution) : StyledText("✓ ", .good)
    return [symbol + id + "  " + DrillWords(event).measured]
  }

  /// What to do about each task that has no backup to restore, or none that is new enough.
  private var advice: [StyledText] {
    guard areNewest else { return [] }
    var tasks: [TaskName] = []
    for result in results where tasks.last != result.backup.id.task { tasks.append(result.backup.id.task) }
    return tasks.compactMap { task in
      let own = results.filter { $0.backup.id.task == task }
      if own.allSatisfy({ $0.verdict == .damaged }) {
        let which = own.count == 1 ? "its only backup cannot" : "none of its \(own.count) backups can"
        let another =
          clocked?.contains(task) == false ? "and no clock makes another" : "make one now: \(command("run \(task)"))"
        return StyledText("\(task): \(which) be restored; \(another)", .bad)
      }
      guard own.last?.event.missesRPO == true else { return nil }
      return StyledText(
        "\(task): its newest backup is older than the rpo; make one: \(command("run \(task)"))", .caution)
    }
  }

  private var summary: StyledText {
    let good = results.filter { $0.verdict == .good }.count
    let missed = results.filter { $0.event.missesRTO || $0.event.missesRPO }.count
    let words = "Restored: \(good) of \(Count(results.count, "backup"))."
    if isGood { return StyledText(words) }
    return StyledText(
      missed == 0 ? words : "\(words) \(Count(missed, "backup")) missed a target.", .bad)
  }
}

extension JSONWriter {
  /// - `started_at`; `restore_seconds`: how long it took (measured RTO); `rto_target_seconds`, null without one, and
  ///   `rto_missed`
  /// - `data_age_seconds`: how old the backup was, where it is the newest that can be had of its task (measured RPO), else
  ///   null; `rpo_target_seconds`, `rpo_missed`
  mutating func drillFields(_ event: BackupEvent) {
    field("started_at", event.startedAt)
    field("restore_seconds", event.duration)
    field("rto_target_seconds", event.targets.rto)
    field("rto_missed", event.missesRTO)
    field("data_age_seconds", event.dataAge)
    field("rpo_target_seconds", event.targets.rpo)
    field("rpo_missed", event.missesRPO)
  }
}
