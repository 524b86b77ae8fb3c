import Planning
import RunLog
import Scheduling

/// What there is to go back to of a task: its newest backup, and its last drill.
struct NewestBackupLine: Sendable, Hashable {
  var task: String
  var id: String
  var age: String
  /// It is older than what may be lost.
  var isOld: Bool
  var size: String
  var state: String
  var style: Style
  /// What the last drill measured; nil: there was none.
  var drill: String?
  var drillStyle = Style.plain

  static func lines(_ material: DashboardMaterial) -> [NewestBackupLine] {
    let status = material.status.status
    let clocked = Set(material.tasksWithBackup)
    let due = Set(status.dueCopies.map { BackupID(run: $0.run, task: $0.task) })
    return material.backups.map { backup in
      let state = backup.stateText
      let isUncopied = due.contains(backup.id)
      let drill = status.drills.first { $0.task == backup.id.task }
      let isOld = clocked.contains(backup.id.task) && material.rpo.map { material.at - backup.madeAt > $0 } ?? false
      let limit = isOld ? material.rpo.map { ", older than the rpo of \(DurationText.format($0))" } : nil
      let isWell = !isOld && drill.map { !$0.isAlarming && material.at - $0.finishedAt <= Self.recent } ?? false
      return NewestBackupLine(
        task: backup.id.task.description, id: backup.id.description,
        age: material.origin.zone.minute(backup.madeAt) + (limit ?? ""), isOld: isOld,
        size: "\(ByteSize(backup.bytes))",
        state: state.plain + (isUncopied ? ", not copied off-site" : ""),
        style: isUncopied ? .caution : state.pieces.first?.style ?? .plain,
        drill: drill.map { words($0, material) },
        drillStyle: drill?.isAlarming == true ? .bad : isWell ? .good : .plain)
    }
  }

  /// A drill of longer ago says little of today.
  private static let recent = Duration.seconds(40 * 86_400)

  /// A moment, and no age: the page is read when it is older.
  private static func words(_ drill: BackupEvent, _ material: DashboardMaterial) -> String {
    let result = drill.error.map { "cannot be restored: \($0)" } ?? DrillWords(drill).measured.plain
    return "\(material.origin.zone.minute(drill.finishedAt)): \(result) at that time"
  }
}

extension StyledText {
  /// Without its styles.
  var plain: String { pieces.map(\.text).joined() }
}
