/// What schedules say, of themselves and of runbooks.
extension Explanation {
  static let unknownTier = Explanation(
    "a tier that does not exist",
    "The tiers are hourly, daily, weekly, monthly, quarterly, annual and emergency. Tasks under any other name would never "
      + "be due.",
    wrong: .schedule("maintenance_schedule:\n  dialy:\n    - log_rotation\n"),
    right: .schedule("maintenance_schedule:\n  daily:\n    - log_rotation\n"))

  static let unknownZone = Explanation(
    "a time zone that this host does not know",
    "Zones are named as in the IANA database, by a region and a city. Abbreviations such as CET say nothing of summer "
      + "time, or mean several zones. If all zones are unknown, install the package tzdata.",
    wrong: .schedule("maintenance_windows:\n  weekly: {time: \"02:00-04:00\", timezone: Europe/Berln}\n"),
    right: .schedule("maintenance_windows:\n  weekly: {time: \"02:00-04:00\", timezone: Europe/Berlin}\n"))

  static let durationMismatch = Explanation(
    "a duration or cutoff that does not agree with the hours",
    "A window says its length twice, and the two differ; or its cutoff is as long as all of it, so that no task could "
      + "start. Whoever changed one of them meant to change both. Correct one, or leave duration out.",
    wrong: .schedule("maintenance_windows:\n  weekly: {time: \"02:00-04:00\", duration: 4_hours}\n"),
    right: .schedule("maintenance_windows:\n  weekly: {time: \"02:00-06:00\", duration: 4_hours}\n"))

  static let datesReversed = Explanation(
    "a freeze that ends before it begins",
    "No moment lies in such a freeze, so nothing would be held back. Often the year was not counted up. Of two "
      + "dates, both days belong to the freeze.",
    wrong: .schedule("change_freeze:\n  - {from: 2026-12-20, to: 2026-01-02, reason: holiday trading}\n"),
    right: .schedule("change_freeze:\n  - {from: 2026-12-20, to: 2027-01-02, reason: holiday trading}\n"))

  static let missingRunbook = Explanation(
    "a task whose runbook is not there",
    "A task runs runbooks/NAME.yaml, where NAME is its own name unless it says runbook:. There is no such file, so the "
      + "task could only fail when it is due. Correct the name, or write the runbook.",
    wrong: .schedule("maintenance_schedule:\n  daily:\n    - task: app_logs\n"),
    right: .schedule("maintenance_schedule:\n  daily:\n    - task: app_logs\n      runbook: log_rotation\n"))

  static let unknownNeed = Explanation(
    "a need that is no task",
    "A task starts when all that it needs has succeeded, so with a need that does not exist it would never start. A name "
      + "alone is a task of the same tier; one of another tier is written tier.task.",
    wrong: .schedule(
      """
      maintenance_schedule:
        daily:
          - system_health_checks
        weekly:
          - task: log_rotation
            needs: [system_health_checks]

      """),
    right: .schedule(
      """
      maintenance_schedule:
        daily:
          - system_health_checks
        weekly:
          - task: log_rotation
            needs: [daily.system_health_checks]

      """))

  static let selfNeed = Explanation(
    "a task that needs itself",
    "It would wait for its own success and never start. Often a need was copied together with the task, or the task of "
      + "another tier was meant, which is written tier.task.",
    wrong: .schedule("maintenance_schedule:\n  daily:\n    - {task: log_rotation, needs: [log_rotation]}\n"),
    right: .schedule("maintenance_schedule:\n  daily:\n    - log_rotation\n"))

  static let missingParameter = Explanation(
    "a task that does not give a required parameter",
    "The runbook cannot work without this value and has no default for it. Give it under with:, or let the runbook have a "
      + "default. Tasks of emergency may leave it open: whoever starts one gives it with --with.",
    wrong: .project(
      schedule: "maintenance_schedule:\n  daily:\n    - deploy\n",
      runbook: "params:\n  source: {required: true}\nprecheck: ['test -d \"$source\"']\n"),
    right: .project(
      schedule: "maintenance_schedule:\n  daily:\n    - task: deploy\n      with: {source: /srv/web}\n",
      runbook: "params:\n  source: {required: true}\nprecheck: ['test -d \"$source\"']\n"))

  static let unknownParameter = Explanation(
    "a parameter that the runbook does not have",
    "The value would reach no step, and the parameter that was meant would keep its default. 'maint plan' shows the "
      + "parameters of each task.",
    wrong: .schedule("maintenance_schedule:\n  daily:\n    - {task: log_rotation, with: {retention: 90}}\n"),
    right: .schedule("maintenance_schedule:\n  daily:\n    - {task: log_rotation, with: {retention_days: 90}}\n"))

  static let patternMismatch = Explanation(
    "a value that its parameter does not allow",
    "The runbook says by a pattern what the value must look like, and its steps rely on that. The whole value must match, "
      + "not only a part.",
    wrong: .schedule("maintenance_schedule:\n  daily:\n    - {task: log_rotation, with: {retention_days: 90d}}\n"),
    right: .schedule("maintenance_schedule:\n  daily:\n    - {task: log_rotation, with: {retention_days: 90}}\n"))

  static let dependencyCycle = Explanation(
    "tasks that need each other in a circle",
    "Each would wait for the other, so none could start. The notes show every need of the circle; remove the one that "
      + "does not have to be.",
    wrong: .schedule(
      """
      maintenance_schedule:
        daily:
          - {task: log_rotation, needs: [backup_verification]}
          - {task: backup_verification, needs: [log_rotation]}

      """),
    right: .schedule(
      """
      maintenance_schedule:
        daily:
          - log_rotation
          - {task: backup_verification, needs: [log_rotation]}

      """))
}
