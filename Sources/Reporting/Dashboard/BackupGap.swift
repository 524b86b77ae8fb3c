import Catalog
import Planning

/// A task of which there is nothing to go back to, though there was, or is to be.
struct BackupGap: Sendable, Hashable {
  var words: String
  /// There were some: somebody or something took them away.
  var isLoss: Bool
  /// What to type, or a sentence with that in it; nil: nothing has gone wrong.
  var toDo: String?

  static func all(_ material: DashboardMaterial) -> [BackupGap] {
    let kept = Set(material.backups.map(\.id.task))
    var lost: [TaskName: [BackupID]] = [:]
    for id in material.status.missingBackups where !kept.contains(id.task) { lost[id.task, default: []].append(id) }
    let losses = lost.sorted { "\($0.key)" < "\($1.key)" }.map { task, ids in
      let newest = ids.max { $0.run < $1.run }.map { "\($0)" } ?? ""
      return BackupGap(
        words: ids.count == 1
          ? "\(task): its only backup \(newest) is missing"
          : "\(task): all \(ids.count) of its backups are missing, the newest \(newest)", isLoss: true,
        toDo: material.status.toDo(aboutMissing: ids))
    }
    let none = material.tasksWithBackup.filter { !kept.contains($0) && lost[$0] == nil }
    let gone = none.filter(material.status.tasksWithoutBackup.contains)
    let never = none.filter { !gone.contains($0) }
    let command = gone.first.map { material.status.command("run \($0)") }
    return losses + (words(none: gone).map { [BackupGap(words: $0, isLoss: true, toDo: command)] } ?? [])
      + (never.isEmpty ? [] : [BackupGap(words: "No backup was made yet of \(names(never))", isLoss: false)])
  }

  /// Of tasks whose backups are all struck off; nil: there is no such task.
  static func words(none tasks: [TaskName]) -> String? {
    if tasks.isEmpty { return nil }
    return "No backup is left of \(names(tasks)): those that were made are pruned, or were gone and are struck off"
  }

  private static func names(_ tasks: [TaskName]) -> String {
    let most = 8
    return tasks.prefix(most).map(\.description).joined(separator: ", ")
      + (tasks.count > most ? " and \(tasks.count - most) more" : "")
  }
}
