import Planning
import RunLog
import Scheduling

/// What there is to go back to of a task: its newest backup, and its last drill.
struct NewestBackupLine: Sendable, Hashable {
  var task: String
  var id: String
  var age: String
  var size: String
  var state: String
  var style: Style
  /// What the last drill measured; nil: there was none.
  var drill: String?
  var drillStyle = Style.plain

  static func lines(_ material: DashboardMaterial) -> [NewestBackupLine] {
    let status = material.status.status
    let due = Set(status.dueCopies.map { BackupID(run: $0.run, task: $0.task) })
    return material.backups.map { backup in
      let state = backup.stateText
      let isUncopied = due.contains(backup.id)
      let drill = status.drills.first { $0.task == backup.id.task }
      return NewestBackupLine(
        task: backup.id.task.description, id: backup.id.description,
        age: material.origin.zone.minute(backup.madeAt, on: material.at),
        size: "\(ByteSize(backup.bytes))",
        state: state.plain + (isUncopied ? ", not copied off-site" : ""),
        style: isUncopied ? .caution : state.pieces.first?.style ?? .plain,
        drill: drill.map { words($0, at: material.at) }, drillStyle: drill?.isAlarming == true ? .bad : .good)
    }
  }

  private static func words(_ drill: BackupEvent, at now: Timestamp) -> String {
    let result = drill.error.map { "cannot be restored: \($0)" } ?? DrillWords(drill).measured.plain
    return "\(HumanDuration(now - drill.finishedAt)) ago: \(result)"
  }
}

extension StyledText {
  /// Without its styles.
  var plain: String { pieces.map(\.text).joined() }
}
