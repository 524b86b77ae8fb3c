import Scheduling

/// What the schedules may have lost.
extension StatusReport {
  /// For the first line of a host that needs attention.
  var lostSchedules: String? { schedules.isTrouble ? schedules.words : nil }

  /// For the first line of a host that is fine.
  var scheduleRemark: String { schedules.words.map { "; \($0)" } ?? "" }

  var scheduleToDo: String { "\(command("check")) says what to do about files that are not read" }

  func scheduleLines(_ zone: Zone) -> [StyledText] {
    let style: Style = schedules.isTrouble ? .caution : .plain
    let tasks = schedules.taskLines { zone.minute($0, on: status.at) }
    let files = schedules.unreadLines.map { StyledText("  ! \($0)", .caution) }
    return Self.section(
      "Schedules",
      tasks.prefix(Self.mostTasks).map { StyledText("  \(schedules.isTrouble ? "!" : "·") \($0)", style) }
        + (tasks.count > Self.mostTasks ? [StyledText("      and \(tasks.count - Self.mostTasks) more", .faint)] : [])
        + files + (files.isEmpty ? [] : [StyledText("      \(scheduleToDo)", .faint)]))
  }

  private static let mostTasks = 5
}
