import Diagnostics
import Scheduling
import Testing

@testable import Catalog

@Suite struct ScheduleTests {
  @Test func shortAndLongFormsOfATier() throws {
    let project = Project(
      schedules: [
        "main": """
        maintenance_schedule:
          daily:
            - health
            - task: rotate
              needs: [health, weekly.health]
              with: {days: 30}
              timeout: 2h
              locks: [logs, disk]
              alert: critical
          weekly:
            at: "02:00"
            jobs: 2
            tasks:
              - {task: health, runbook: rotate}
        """
      ],
      runbooks: ["health": checking, "rotate": checking + "params: {days: {default: 7}}\n"])
    let (catalog, diagnostics) = project.load()
    #expect(diagnostics.isEmpty)
    let daily = try #require(catalog.tiers[.daily])
    #expect(daily.tasks.map(\.name.description) == ["daily.health", "daily.rotate"])
    #expect(daily.jobs == 1)
    let rotate = daily.tasks[1]
    #expect(rotate.needs.map(\.task.description) == ["daily.health", "weekly.health"])
    #expect(rotate.arguments.map { "\($0.name)=\($0.value)" } == ["days=30"])
    #expect(rotate.timeout == .seconds(7_200))
    #expect(rotate.locks == ["logs", "disk"])
    #expect(rotate.alert == .critical)
    let weekly = try #require(catalog.tiers[.weekly])
    #expect(weekly.at == TimeOfDay(hour: 2, minute: 0))
    #expect(weekly.jobs == 2)
    #expect(weekly.tasks[0].runbook == "rotate")
  }

  @Test func theBlocksOfTheManualLoad() throws {
    let schedule = """
      maintenance_schedule:
        daily:
          - system_health_checks
          - log_rotation
          - backup_verification
          - performance_monitoring
      \u{20}\u{20}
        weekly:
          - security_updates
          - dependency_updates
      """
    let windows = """
      maintenance_windows:
        weekly:
          day: Sunday
          time: "02:00-04:00"
          duration: 2_hours
          type: routine_maintenance
      \u{20}\u{20}
        quarterly:
          day: First_Sunday
          time: "02:00-08:00"
          duration: 6_hours
          type: major_updates

        emergency:
          time: "as_needed"
          duration: variable
          type: critical_fixes
      """
    let (catalog, diagnostics) = Project(schedules: ["a": schedule, "b": windows]).load()
    #expect(diagnostics.map(\.id) == Array(repeating: .missingRunbook, count: 6))
    #expect(catalog.tiers[.daily]?.tasks.count == 4)
    #expect(catalog.windows.map(\.name) == ["weekly", "quarterly", "emergency"])
    #expect(
      catalog.windows[1].days == Window.Days([.nth(1, .sunday)], months: [.january, .april, .july, .october]))
    #expect(catalog.windows[2].hours == .asNeeded)
  }

  @Test func windowsFreezesPhasesMetricsAndDefaults() throws {
    let (catalog, diagnostics) = Project(schedules: [
      "main": """
      maintenance_windows:
        monthly: {day: 15, time: "22:00-02:00", duration: 4h, timezone: Europe/Berlin, cutoff: 30m}
      change_freeze:
        - {from: 2026-12-20, to: 2027-01-02, reason: holiday trading}
      maintenance_coordination:
        before: [notify_users, "take a look at the board"]
        after: []
      maintenance_metrics:
        availability: 99.9 %
        duration: {target: 2h, trend: down}
      defaults: {step_timeout: 5m, task_timeout: 1h, grace: 0s, output_limit: 512KiB, lock_wait: 1m, keep: {last: 3, monthly: 12}}
      """
    ]).load()
    #expect(diagnostics.isEmpty)
    #expect(catalog.windows[0].days == Window.Days([.dayOfMonth(15)]))
    #expect(catalog.windows[0].timezone == "Europe/Berlin")
    #expect(catalog.windows[0].cutoff == .seconds(1_800))
    #expect(catalog.freezes.map(\.reason) == ["holiday trading"])
    #expect(catalog.coordination.phases.map(\.activities.count) == [2, 0])
    #expect(catalog.metrics[0].settings == [MetricGoal.Setting(key: "target", value: "99.9 %")])
    #expect(catalog.metrics[1].settings.map(\.key) == ["target", "trend"])
    #expect(catalog.defaults.stepTimeout == .seconds(300))
    #expect(catalog.defaults.grace == .zero)
    #expect(catalog.defaults.keep == KeepRules(last: 3, monthly: 12))
    #expect(catalog.defaults.outputLimit == 512 << 10)
  }

  @Test func twentyMistakesAreTwentyDiagnosticsInOnePass() {
    expectSchedule(
      """
      «1»maintenance_scedule: {}
      maintenance_schedule:
        «2»dayly: [health]
        daily:
          - «3»healht
          - health
          - «4»health
          -«5»
          - {task: slow, runbook: health, «6»tiemout: 2h}
          - {task: late, runbook: health, timeout: «7»soon}
          - {task: lost, runbook: health, needs: [«8»slwo, «9»lost, «10»yearly.x, «11»weekly.health]}
          - {task: «12»rotate, with: {«13»dais: 3, days: «14»many}}
          - {task: loud, runbook: health, alert: «15»critcal, locks: «16»disk}
        weekly:
          jobs: «17»0
          at: «18»"25:00"
          «19»task: []
          tasks: []
      maintenance_windows:
        weekly: {time: "02:00-04:00", duration: «20»3h}
      """,
      runbooks: [
        "health": checking,
        "rotate": checking + "params: {days: {pattern: '[0-9]+'}, path: {required: true}}\n",
      ],
      .unknownKey, .unknownTier, .missingRunbook, .duplicateName, .emptyEntry, .unknownKey, .badDuration,
      .unknownNeed, .selfNeed, .unknownTier, .unknownNeed, .missingParameter, .unknownParameter, .patternMismatch,
      .unknownChoice, .wrongType, .badNumber, .badTime, .unknownKey, .durationMismatch)
  }

  @Test func aMisspeltKeyIsNotMissingAsWell() {
    let runbooks = ["rotate": checking + "params: {days: {required: true}}\n"]
    expectSchedule(
      "maintenance_schedule: {daily: [{task: rotate, with: {«1»dasy: 3}}]}", runbooks: runbooks, .unknownParameter)
    expectSchedule("maintenance_schedule: {daily: [{«1»tsak: rotate}]}", runbooks: runbooks, .unknownKey)
    expectRunbook("precheck: [{«1»rnu: a}]", .unknownKey)
  }

  @Test func whoStartsATaskOfEmergencyGivesItsParameters() {
    expectSchedule(
      "maintenance_schedule: {emergency: [rotate]}",
      runbooks: ["rotate": checking + "params: {days: {required: true}}\n"])
  }

  @Test func hintsNameTheNearest() {
    let (_, diagnostics) = Project(
      schedules: [
        "main": """
        maintenance_schedule:
          daily: [helth, {task: rotate, runbook: health, needs: [heatlh, review]}]
          weekly: [{task: review, runbook: health, needs: [daily.rotat]}]
        """
      ], runbooks: ["health": checking]
    ).load()
    #expect(
      diagnostics.map(\.hint) == [
        // The need of it is right, once the name is.
        "looked for runbooks/helth.yaml; did you mean 'health'?", "did you mean 'weekly.review'?",
        "did you mean 'daily.rotate'?",
      ])
  }

  @Test func tiersOfTwoFilesMerge() throws {
    let project = Project(
      schedules: [
        "a": "maintenance_schedule:\n  daily: {jobs: 2, tasks: [one]}\n",
        "b": "maintenance_schedule:\n  daily: [two, {task: three, runbook: one, needs: [one]}]\n",
      ], runbooks: ["one": checking, "two": checking])
    let (catalog, diagnostics) = project.load()
    #expect(diagnostics.isEmpty)
    #expect(catalog.tiers[.daily]?.tasks.map(\.name.name) == ["one", "two", "three"])
    #expect(catalog.tiers[.daily]?.jobs == 2)
  }

  @Test func whatTwoFilesDefineIsShownAtBothPlaces() throws {
    let text = """
      maintenance_schedule:
        daily: {at: "01:00", jobs: 2, tasks: [one]}
      maintenance_windows: {daily: {time: as_needed}}
      maintenance_coordination: {before: [x]}
      maintenance_metrics: [uptime]
      defaults: {grace: 1s}
      """
    let (_, diagnostics) = Project(schedules: ["a": text, "b": text], runbooks: ["one": checking]).load()
    #expect(
      diagnostics.map(\.id) == [
        .duplicateSetting, .duplicateSetting, .duplicateName, .duplicateName, .duplicateName, .duplicateName,
        .duplicateSetting,
      ])
    for diagnostic in diagnostics {
      let note = try #require(diagnostic.notes.first)
      #expect(diagnostic.place.path == "schedules/b.yaml")
      #expect(note.place.path == "schedules/a.yaml")
      #expect(note.place.range == diagnostic.range)
    }
  }

  @Test func anEmptyScheduleIsSaidToBeEmpty() {
    for text in ["", "\n", "# nothing yet\n"] {
      #expect(Project(schedules: ["main": text]).problems().map(\.id) == [.emptyFile], "\(text)")
    }
    expectSchedule("«1»[a]", .wrongType)
    expectSchedule("«1»word", .wrongType)
    expectSchedule("maintenance_schedule:«1»\n", .missingValue)
    expectSchedule("maintenance_schedule:\n  daily:«1»\n", .missingValue)
    expectSchedule("maintenance_schedule:\n  daily: «1»one\n", .wrongType)
    expectSchedule("maintenance_schedule:\n  daily: {«1»jobs: 2}\n", .missingKey)
    expectSchedule("maintenance_schedule:\n  daily:\n    - {«1»runbook: x}\n", runbooks: ["x": checking], .missingKey)
  }

  @Test func needsAreNotJudgedWhereAScheduleCouldNotBeRead() {
    let project = Project(
      schedules: [
        "a": "maintenance_schedule: {daily: [{task: one, needs: [two]}]}",
        "b": "maintenance_schedule: {daily: [two",
      ], runbooks: ["one": checking])
    #expect(!project.problems().map(\.id).contains(.unknownNeed))
  }

  @Test func windowsAreChecked() {
    expectSchedule("maintenance_windows: {daily: {time: «1»\"2-4\"}}", .badTime)
    expectSchedule("maintenance_windows: {daily: {«1»day: Sunday}}", .missingKey)
    expectSchedule("maintenance_windows: {daily: {time: as_needed, duration: «1»2h}}", .durationMismatch)
    expectSchedule("maintenance_windows: {daily: {time: 02:00-04:00, duration: «1»variable}}", .durationMismatch)
    expectSchedule("maintenance_windows: {daily: {time: 02:00-04:00, cutoff: «1»2h}}", .durationMismatch)
    expectSchedule("maintenance_windows: {daily: {time: 02:00-04:00, duration: «1»2}}", .badDuration)
    expectSchedule("maintenance_windows: {monthly: {time: 02:00-04:00, day: «1»First_Sundy}}", .badDay)
    expectSchedule("maintenance_windows: {monthly: {time: 02:00-04:00, day: «1»32}}", .badDay)
    expectSchedule("maintenance_windows: {monthly: {time: 02:00-04:00, day: [1, «1»Sixth_Sunday]}}", .badDay)
    expectSchedule("maintenance_windows: {monthly: {time: 02:00-04:00, day: «1»[]}}", .missingValue)
    expectSchedule("maintenance_windows: {monthly: {time: 02:00-04:00, months: «1»[]}}", .missingValue)
    expectSchedule("maintenance_windows: {monthly: {time: 02:00-04:00, months: «1»June}}", .wrongType)
    expectSchedule("maintenance_windows: {monthly: {time: 02:00-04:00, months: [6, «1»13]}}", .badMonth)
    expectSchedule("maintenance_windows: {daily: {time: «1»02:00-02:00}}", .badTime)
    expectSchedule("maintenance_windows: {daily: {time: «1»25:00-26:00}}", .badTime)
    expectSchedule("maintenance_windows: {daily: {time: 02:00-04:00, at_window_end: «1»abort}}", .unknownChoice)
    expectSchedule("maintenance_windows: {daily: {time: as_needed, timezone: «1»Europe/Berln}}", .unknownZone)
    expectSchedule("maintenance_windows: {daily: {time: as_needed, timezone: «1»../../etc/passwd}}", .unknownZone)
    expectSchedule("maintenance_windows: {«1»wekly: {time: as_needed}}", .windowWithoutTier)
    expectSchedule("change_freeze: [{from: 2026-12-20, to: «1»2026-12-19, reason: x}]", .datesReversed)
    expectSchedule("change_freeze: [{from: 2026-12-20T18:00, to: «1»2026-12-20T18:00, reason: x}]", .datesReversed)
    expectSchedule(
      "change_freeze: [{from: 2026-12-20T18:00Z, to: «1»2026-12-20T18:30+01:00, reason: x}]", .datesReversed)
    expectSchedule("change_freeze: [{from: 2026-12-20T18:00, to: 2026-12-20, reason: x}]")
    expectSchedule("change_freeze: [{from: «1»2026-02-29, to: 2026-12-19, reason: x}]", .badDate)
    expectSchedule("change_freeze: [{«1»from: 2026-12-20, to: 2026-12-21}]", .missingKey)
  }

  @Test func daysThatNotEveryMonthHas() {
    func window(_ text: String, _ ids: DiagnosticID..., location: Testing.SourceLocation = #_sourceLocation) {
      let found = Project(schedules: ["main": "maintenance_windows: {\(text)}"]).problems()
      #expect(found.map(\.id) == ids, sourceLocation: location)
    }
    window("monthly: {time: 02:00-04:00, day: 31}", .monthsWithoutWindow)
    window("monthly: {time: 02:00-04:00, day: Fifth_Sunday}", .monthsWithoutWindow)
    window("monthly: {time: 02:00-04:00, day: [31, Last_Sunday]}")
    window("monthly: {time: 02:00-04:00, day: 31, months: [Jan, 3]}")
    window("monthly: {time: 02:00-04:00, day: 31, months: [April, June]}", .windowNeverOpens)
    window("monthly: {time: 02:00-04:00, day: 29, months: [February]}", .monthsWithoutWindow)
    window("quarterly: {time: 02:00-04:00, day: 31}", .monthsWithoutWindow)
    window("annual: {time: 02:00-04:00, day: 31}")
    window("annual: {time: 02:00-04:00, day: 31, months: [13]}", .badMonth)
  }

  @Test func settingsThatNothingHeeds() {
    let runbooks = ["a": checking]
    func expect(_ text: String, _ ids: DiagnosticID..., location: Testing.SourceLocation = #_sourceLocation) {
      let project = Project(schedules: ["main": text], runbooks: runbooks)
      #expect(project.problems().map(\.id) == ids, sourceLocation: location)
      #expect(project.problems().map(\.mark) == ids.indices.map { $0 + 1 }, sourceLocation: location)
    }
    expect(
      "maintenance_schedule: {emergency: {«1»at: '05:00', «2»catch_up: skip, «3»retry_after: 1m, «4»max_attempts: 2, "
        + "tasks: [a]}}", .noEffect, .noEffect, .noEffect, .noEffect)
    expect("maintenance_schedule: {emergency: {jobs: 2, tasks: [a]}}")
    expect("maintenance_schedule: {hourly: {«1»at: '05:15', tasks: [a]}}", .noEffect)
    expect("maintenance_schedule: {hourly: {at: '00:15', tasks: [a]}}")
    expect(
      "maintenance_windows: {daily: {time: as_needed, «1»cutoff: 5m, «2»at_window_end: stop}}", .noEffect, .noEffect)
    expect("maintenance_windows: {daily: {time: as_needed, «1»day: 31, «2»months: [May]}}", .noEffect, .noEffect)
    expect("maintenance_windows: {daily: {time: as_needed, timezone: UTC, duration: variable, type: routine}}")
    expect("maintenance_windows: {daily: {time: '02:00-03:00', cutoff: 5m, at_window_end: stop}}")
  }

  @Test func whenATierIsDueIsSaidOnce() throws {
    let tier = "maintenance_schedule: {daily: {at: '02:00', tasks: []}}\n"
    let problems = Project(schedules: ["a": tier, "b": "maintenance_windows: {daily: {time: 02:00-04:00}}\n"]).load()
      .diagnostics
    #expect(problems.map(\.id) == [.atWithWindow])
    #expect(problems[0].place.path == "schedules/a.yaml")
    #expect(problems[0].notes.map(\.place.path) == ["schedules/b.yaml"])
    #expect(Project(schedules: ["a": tier + "maintenance_windows: {daily: {time: as_needed}}\n"]).problems().isEmpty)
    #expect(Project(schedules: ["a": tier + "maintenance_windows: {weekly: {time: 02:00-04:00}}\n"]).problems().isEmpty)
  }

  @Test func tasksMayNameTheirWindow() throws {
    let windows = "maintenance_windows: {night: {time: 02:00-04:00, at_window_end: rollback}}\n"
    let (catalog, diagnostics) = Project(
      schedules: [
        "main": windows + """
          maintenance_schedule:
            weekly:
              catch_up: anytime
              retry_after: 10m
              max_attempts: 5
              tasks: [{task: one, window: night}]
          """
      ], runbooks: ["one": checking]
    ).load()
    #expect(diagnostics.isEmpty)
    let weekly = try #require(catalog.tiers[.weekly])
    #expect(weekly.catchUp == .anytime)
    #expect(weekly.retryAfter == .seconds(600))
    #expect(weekly.maxAttempts == 5)
    #expect(weekly.tasks[0].window?.name == "night")
    #expect(catalog.windows[0].atEnd == .rollback)
    let rule = catalog.dueRule(of: .weekly, hostZone: .utc, zone: Zone.named)
    #expect(rule == DueRule(tier: .weekly, zone: .utc, catchUp: .anytime, retryAfter: .seconds(600), maxAttempts: 5))
    let ofTask = catalog.dueRule(of: weekly.tasks[0], hostZone: .utc, zone: Zone.named)
    #expect(ofTask?.window == catalog.windows[0])
    #expect(ofTask?.catchUp == .anytime)
    expectSchedule(
      "maintenance_windows: {«1»night: {time: as_needed}}\n"
        + "maintenance_schedule: {daily: [{task: one, window: «2»nihgt}]}",
      runbooks: ["one": checking], .windowWithoutTier, .unknownWindow)
    expectSchedule(
      "maintenance_schedule: {daily: {catch_up: «1»sometimes, retry_after: «2»0s, max_attempts: «3»0, tasks: []}}",
      .unknownChoice, .badDuration, .badNumber)
  }

  @Test func hintsForTimes() {
    func hint(_ text: String) -> String? { Project(schedules: ["main": text]).load().diagnostics.first?.hint }
    #expect(
      hint("maintenance_windows: {daily: {time: 25:00-26:00}}")
        == "a day has 24 hours: write \"01:00-02:00\", of the day after")
    #expect(
      hint("maintenance_windows: {monthly: {time: 02:00-04:00, day: Sixth_Sunday}}")
        == "before _Sunday stands First, Second, Third, Fourth, Fifth or Last")
    #expect(
      hint("maintenance_windows: {monthly: {time: 02:00-04:00, day: First_Sundy}}") == "did you mean 'First_Sunday'?")
    #expect(hint("maintenance_windows: {monthly: {time: 02:00-04:00, months: [Juni]}}") == "did you mean 'June'?")
    #expect(
      hint("change_freeze: [{from: 2026-12-20T18:00:30Z, to: 2026-12-21, reason: x}]") == "write 2026-12-20T18:00Z")
    #expect(hint("change_freeze: [{from: 2026-12-20 18:00, to: 2026-12-21, reason: x}]") == "write 2026-12-20T18:00")
  }

  @Test func aMisspeltZoneHasAHint() {
    let (_, diagnostics) = Project(schedules: [
      "main": "maintenance_windows: {daily: {time: as_needed, timezone: Europe/Berln}}"
    ]).load()
    #expect(diagnostics.first?.hint == "did you mean 'Europe/Berlin'?")
  }

  @Test func backupsToKeepAreCountedAndChecked() {
    expectSchedule("defaults: {keep: «1»3}", .wrongType)
    expectSchedule("defaults: {keep: {last: «1»0, «2»dayly: 2}}", .badNumber, .unknownKey)
    expectSchedule("defaults: {keep: «1»{}}", .missingKey)
    #expect("\(KeepRules(last: 3, weekly: 4))" == "last: 3, weekly: 4")
  }

  @Test func defaultsAndSettingsAreChecked() {
    expectSchedule("defaults: {output_limit: «1»1MB, step_timeout: «2»0s}", .badSize, .badDuration)
    expectSchedule("defaults: {output_limit: «1»1}", .badSize)
    expectSchedule("maintenance_metrics: «1»uptime", .wrongType)
    expectSchedule("maintenance_metrics: {uptime: [«1»[a]]}", .wrongType)
    expectSchedule("maintenance_coordination: {before: «1»x}", .wrongType)
    expectSchedule("maintenance_coordination: {«1»be fore: [x]}", .badName)
  }
}
