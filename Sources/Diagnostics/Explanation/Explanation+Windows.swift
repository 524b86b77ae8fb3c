/// What schedules say of windows, and windows of tiers and tasks.
extension Explanation {
  static let windowWithoutTier = Explanation(
    "a window that governs no tier and no task",
    "A window governs the tier of its own name, and tasks that name it under window:. This one governs nothing, so the tier "
      + "that was meant has no window.",
    wrong: .schedule("maintenance_windows:\n  weekend: {day: Sunday, time: \"02:00-04:00\"}\n"),
    right: .schedule("maintenance_windows:\n  weekly: {day: Sunday, time: \"02:00-04:00\"}\n"))

  static let unknownWindow = Explanation(
    "a task that waits for a window that does not exist",
    "window: names the window in which the task starts, as it is written in maintenance_windows. Without that window the "
      + "task could never start.",
    wrong: .schedule(
      """
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00"}
      maintenance_schedule:
        monthly:
          - {task: log_rotation, window: weekyl}

      """),
    right: .schedule(
      """
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00"}
      maintenance_schedule:
        monthly:
          - {task: log_rotation, window: weekly}

      """))

  static let windowNeverOpens = Explanation(
    "a window on a day that never comes",
    "None of the months in which the window opens ever has such a day, so tasks that change something could never start. A "
      + "quarterly window opens in January, April, July and October unless it says months:, an annual one in January.",
    wrong: .schedule("maintenance_windows:\n  monthly: {day: 31, months: [April], time: \"02:00-06:00\"}\n"),
    right: .schedule("maintenance_windows:\n  monthly: {day: 30, months: [April], time: \"02:00-06:00\"}\n"))

  static let monthsWithoutWindow = Explanation(
    "a window on a day that not every month has",
    "A month without a 31st, or without a fifth Sunday, passes without a window, and what is due in it waits for the next. "
      + "Where that is meant, name the months that have the day; otherwise write Last_ and a weekday, or a day up to 28.",
    wrong: .schedule("maintenance_windows:\n  monthly: {day: 31, time: \"02:00-06:00\"}\n"),
    right: .schedule("maintenance_windows:\n  monthly: {day: Last_Sunday, time: \"02:00-06:00\"}\n"))

  static let noEffect = Explanation(
    "a setting that nothing heeds",
    "The setting is correct where it stands, and changes nothing: tasks of emergency are never due of themselves, an hourly "
      + "tier is due in every hour, and a window that is open as needed never ends and has no days. Whoever reads it would "
      + "believe it.",
    wrong: .schedule("maintenance_schedule:\n  emergency:\n    at: \"05:00\"\n    tasks: [log_rotation]\n"),
    right: .schedule("maintenance_schedule:\n  emergency: [log_rotation]\n"))

  static let unreadableGoal = Explanation(
    "a target or a limit that nothing can be held against",
    "maintenance_metrics gives a metric a target and a series of samples a limit. A text that is no number of the right kind would "
      + "stand in the schedules and never be missed: a decimal point is a point, a time is written as 15m, a limit has the unit of "
      + "its samples. Of some metrics neither more nor less is better by itself, so the target says which with <= or >=.",
    wrong: .schedule("maintenance_metrics:\n  - system_uptime: 99,9 %\n"),
    right: .schedule("maintenance_metrics:\n  - system_uptime: 99.9 %\n"))

  static let pastFreeze = Explanation(
    "a change freeze that is over",
    "The freeze holds nothing up any more. Keep it where it is to be remembered: this is a note, and fails nothing, also with "
      + "--strict. A year that was meant to be the next one looks like this too.",
    wrong: .schedule("change_freeze:\n  - {from: 2020-12-20, to: 2021-01-02, reason: holiday trading}\n"),
    right: .schedule("change_freeze:\n  - {from: 2096-12-20, to: 2097-01-02, reason: holiday trading}\n"))

  static let atWithWindow = Explanation(
    "a tier that says when it is due twice",
    "A tier with a window is due when the window opens. A time in 'at' would have no effect, and whoever reads it would "
      + "believe it. Where the window is open as needed, 'at' is what says when.",
    wrong: .schedule(
      """
      maintenance_windows:
        weekly: {day: Sunday, time: "02:00-04:00"}
      maintenance_schedule:
        weekly:
          at: "05:00"
          tasks: [log_rotation]

      """),
    right: .schedule(
      """
      maintenance_windows:
        weekly: {day: Sunday, time: "05:00-07:00"}
      maintenance_schedule:
        weekly:
          tasks: [log_rotation]

      """))
}
