import Execution
import Planning
import RunLog
import Scheduling

/// Makes the lists of a dashboard from the status: what asks for somebody, first.
struct DashboardLists {
  private let status: StatusReport
  private let incidents: [IncidentRecord]
  private let zone: Zone
  /// What runs out soon.
  private let capacity: [CapacityLine]

  /// `capacity`: what the panel of what runs out shows.
  init(_ material: DashboardMaterial, capacity: [CapacityLine]) {
    self.capacity = capacity.filter(\.isUrgent)
    (incidents, zone) = (material.incidents, material.origin.zone)
    status = material.statusOfPage
  }

  static let attentionTitle = "Needs attention"

  private var now: Timestamp { status.status.at }

  var all: [DashboardList] {
    let command = status.command
    return [
      DashboardList(Self.attentionTitle, empty: "Nothing does.", attention, all: command("status")),
      DashboardList("Runs now", empty: "No run is under way.", running, all: command("status")),
      DashboardList("Open alerts", empty: "None.", alerts, all: command("status --json")),
      DashboardList("Approvals waiting", empty: "Nothing waits for approval.", approvals, all: command("approvals")),
      DashboardList("Open incidents", empty: "None.", open, all: command("incident list")),
    ]
      + (resolved.isEmpty
        ? []
        : [
          DashboardList(
            "Incidents resolved lately", empty: "None.", Array(resolved.prefix(Self.mostResolved)),
            all: command("incident list --all"))
        ])
  }

  /// A moment with its day, and no age: the page is read when it is older.
  private func when(_ moment: Timestamp) -> String { zone.minute(moment) }
}

// MARK: - What is wrong

extension DashboardLists {
  private var attention: [DashboardEntry] {
    strange + unsound + human + open + unhappy + overdue + passedBy + schedules + dead + backups + ending + deaf
      + unsigned
  }

  private var strange: [DashboardEntry] {
    status.strangeWords.map { words in
      [DashboardEntry(style: .alarm, text: "Nothing can be run", details: [words], toDo: status.strangeToDo)]
    } ?? []
  }

  private var unsound: [DashboardEntry] {
    status.unsoundProject.map { problem in
      [DashboardEntry(style: .caution, text: "Nothing can be run", details: [problem.words], toDo: status.unsoundToDo)]
    } ?? []
  }

  /// One entry, however many they are: the panel has them all.
  private var ending: [DashboardEntry] {
    if capacity.isEmpty { return [] }
    let most = 3
    let more = capacity.count > most ? ["and \(capacity.count - most) more: see '\(Panel.capacity.title)'"] : []
    return [
      DashboardEntry(
        style: .caution, text: "\(CapacityLine.count(capacity.count)) soon",
        details: capacity.prefix(most).map { "\($0.series): \($0.words)" } + more)
    ]
  }

  private var human: [DashboardEntry] {
    status.needsHuman.map { human in
      var details = human.survivors.map { SurvivorText(survivor: $0).fact(clock: ClockText(zone: zone)) }
      if let backup = status.backups[human.place] { details.append(backup.words) }
      return DashboardEntry(
        style: .alarm, text: "\(human.task), run \(human.run): \(human.what)", details: details, toDo: human.toDo)
    }
  }

  private var unhappy: [DashboardEntry] {
    status.unhappy.map { task in
      let outcome = OutcomeText(task.result)
      let age = task.finishedAt.map { ", \(when($0))" } ?? ""
      return DashboardEntry(
        style: outcome.style == .faint ? .plain : outcome.style,
        text: "\(task.name), run \(task.run)\(age): \(outcome.words)", details: task.result.reason.map { [$0] } ?? [],
        toDo: status.toDo(task))
    }
  }

  private var overdue: [DashboardEntry] {
    func entry(_ words: String?, _ overdue: [OverdueTask], _ toDo: String) -> [DashboardEntry] {
      guard let words else { return [] }
      let tasks = overdue.prefix(DashboardList.most).map { StatusReport.words($0, zone) }
      let rest = overdue.count - tasks.count
      return [
        DashboardEntry(
          style: .caution, text: words, details: tasks + (rest > 0 ? ["and \(Count(rest, "more task"))"] : []),
          toDo: toDo)
      ]
    }
    return entry(status.overdueWords, status.unstarted, status.overdueToDo)
      + entry(status.unansweredWords, status.unanswered, status.unansweredToDo)
  }

  /// What nothing will start as it is, or nothing started in its window, by alerts that stand.
  private var passedBy: [DashboardEntry] {
    let overdue = Set(status.unstarted.map(\.name))
    return status.status.alerts.filter { alert in
      (alert.kind == .neverStarts || alert.kind == .missedWindow) && alert.task.map { !overdue.contains($0) } ?? false
    }.map { DashboardEntry(style: .caution, text: HarmlessText.words($0.text), toDo: status.command("due")) }
  }

  private var schedules: [DashboardEntry] {
    guard let words = status.schedules.words else { return [] }
    let tasks = status.schedules.taskLines(when)
    let rest = tasks.count - DashboardList.most
    let files = status.schedules.unreadLines
    return [
      DashboardEntry(
        style: files.isEmpty ? .plain : .caution, text: words,
        details: tasks.prefix(DashboardList.most) + (rest > 0 ? ["and \(rest) more"] : [])
          + (files.count > 1 ? files : []), toDo: files.isEmpty ? nil : status.scheduleToDo)
    ]
  }

  private var dead: [DashboardEntry] {
    status.untoldDeadRuns.map { run in
      DashboardEntry(
        style: .bad,
        text: "run \(run.number) (\(TargetText(run.header.targets).brief)) ended without an outcome: its maint is gone",
        toDo: "\(RecoverText.command(run.number, status.command(ofRun: run.number))) takes back what it left half-done")
    }
  }

  private var backups: [DashboardEntry] {
    let command = status.command
    let missing = status.missingBackups.map {
      DashboardEntry(
        style: .caution, text: "backup \($0) is missing: maint did not prune it",
        toDo: status.toDo(aboutMissing: [$0]))
    }
    let damaged = status.status.damagedBackups.map { event in
      DashboardEntry(
        style: .caution,
        text: "backup \(BackupID(run: event.run, task: event.task)) is damaged, as was found \(when(event.startedAt))",
        details: event.error.map { [$0] } ?? [], toDo: command("backup verify"))
    }
    let copies = status.status.dueCopies.map { copy in
      DashboardEntry(
        style: .caution, text: "backup \(BackupID(run: copy.run, task: copy.task)) is not copied off-site",
        details: copy.failure.map { ["\(when($0.finishedAt)): \($0.error ?? "")"] } ?? [], toDo: command("backup copy"))
    }
    let drills = status.alarmingDrills.map { drill in
      DashboardEntry(
        style: .caution, text: "the last drill of \(drill.task) was not well",
        details: [drill.error.map { "cannot be restored: \($0)" } ?? DrillWords(drill).measured.plain],
        toDo: "\(DrillWords.remedy(of: [drill])); then \(command("backup drill")) tries the newest")
    }
    return missing + damaged + copies + drills
  }

  private var deaf: [DashboardEntry] {
    status.undelivered.map { channel in
      let numbers = [(channel.waiting, "waiting"), (channel.refused, "refused"), (channel.givenUp, "given up")]
      let counts = numbers.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
      return DashboardEntry(
        style: .caution, text: "channel \(channel.channel) does not deliver all messages: \(counts)",
        details: [channel.error], toDo: status.command("notify list"))
    }
  }

  private var unsigned: [DashboardEntry] {
    let count = status.status.notSigned
    if count == 0 { return [] }
    return [
      DashboardEntry(
        style: .plain, text: "\(Count(count, "run")) \(count == 1 ? "is" : "are") not signed",
        toDo: status.command("signoff"))
    ]
  }
}

// MARK: - What goes on

extension DashboardLists {
  private var running: [DashboardEntry] {
    status.liveRuns.map { run in
      let tasks = run.tasks.map { task in
        guard let step = task.steps.last else { return "\(task.name)" }
        return "\(task.name): \(StepPlace.name(step.name, of: step.key)) \(since(step.startedAt))"
      }
      return DashboardEntry(
        style: .plain,
        text: "run \(run.number) (\(TargetText(run.header.targets).brief)) \(since(run.header.startedAt))",
        details: tasks)
    }
  }

  /// The clock may have been set back meanwhile.
  private func since(_ moment: Timestamp) -> String {
    moment > now ? ElapsedTime(since: moment, to: now).phrase : "since \(when(moment))"
  }

  private var alerts: [DashboardEntry] {
    status.status.alerts.map { DashboardEntry(style: $0.style, text: $0.text, details: [when($0.at)]) }
  }

  private var approvals: [DashboardEntry] {
    status.approvals.map { record in
      let from = ApprovalDemand.words(record.demands)
      let asked = "asked \(when(record.requestedAt)) by \(record.requestedBy.name)"
      switch record.state(at: now) {
      case .rejected:
        let why = record.ending.map { "rejected by \($0.by.name) \(when($0.at)): \($0.reason)" } ?? "rejected"
        return DashboardEntry(
          style: .caution, text: "\(record.task): request \(record.number) was rejected", details: [why])
      case .approved:
        return DashboardEntry(
          style: .good,
          text: "\(record.task): request \(record.number) is approved until \(when(record.expiresAt))",
          details: [asked])
      case .altered:
        return DashboardEntry(
          style: .alarm, text: "\(record.task): request \(record.number) is not as the audit chain tells",
          toDo: status.command("audit verify"))
      case .expired:
        return DashboardEntry(
          style: .caution, text: "\(record.task): request \(record.number) has expired", details: [asked],
          toDo: status.again(record))
      case .waiting, .voided, .used:
        let given = record.words.map { "approved by \($0.by.name)" + ($0.note.map { ": \($0)" } ?? "") }
        return DashboardEntry(
          style: .caution, text: "\(record.task) needs approval of \(from): request \(record.number)",
          details: [asked + ", until \(when(record.expiresAt))"] + given,
          toDo: status.command("approve \(record.number)"))
      }
    }
  }

  /// Of what is over, it is enough to see that it is.
  private static let mostResolved = 4

  private func head(_ incident: IncidentRecord) -> String {
    "incident \(incident.number) (\(incident.level.rawValue)): \(incident.title)"
  }

  private var open: [DashboardEntry] {
    incidents.filter { $0.resolved == nil }.map { incident in
      var details = ["opened \(when(incident.opened.at)) by \(incident.opened.by.name)"]
      if let word = incident.acknowledged { details.append("\(word.by.name) is at it since \(when(word.at))") }
      let isUntended = incident.acknowledged == nil
      return DashboardEntry(
        style: isUntended ? incident.style == .plain ? .caution : incident.style : .caution, text: head(incident),
        details: isUntended ? details + ["nobody is at it"] : details,
        toDo: status.command("incident \(isUntended ? "ack" : "resolve") \(incident.number)"))
    }
  }

  private var resolved: [DashboardEntry] {
    incidents.compactMap { incident in
      guard let resolved = incident.resolved else { return nil }
      let length = ElapsedTime(since: incident.opened.at, to: resolved.at).duration
      return DashboardEntry(
        style: .faint, text: head(incident),
        details: [
          "resolved \(when(resolved.at)) by \(resolved.by.name)" + (length.map { ", after \(HumanDuration($0))" } ?? "")
        ])
    }
  }
}
