import Catalog
import Glibc
import Notification
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// What maint tells people of: writes what only time brings about, and has delivered what waits.
struct Outbox {
  /// What a run spends on deliveries when it is over, at most.
  static let timeAfterRun = Duration.seconds(30)
  /// And on another maint that delivers: what that one does not come to, the next does.
  static let patienceAfterRun = Duration.seconds(2)

  let context: Context
  let catalog: Catalog
  /// The project's folder, absolute.
  let project: String
  let state: String
  let log: RunLog

  /// From now on, the log writes the project's messages, and has them delivered: it may have been another's before.
  init(context: Context, catalog: Catalog, project: String, state: String, log: RunLog) {
    (self.context, self.catalog, self.project, self.state, self.log) = (context, catalog, project, state, log)
    log.owner = OutboxOwner(ofProject: project)
  }

  private var coordination: Coordination { catalog.coordination }

  /// Nobody can be told anything. What was written while somebody could is left.
  var isEmpty: Bool { coordination.channels.isEmpty }

  func desk(of run: RunFacts? = nil) -> NewsDesk {
    var levels: [String: MaintenanceTask.AlertLevel] = [:]
    for tier in catalog.tiers.values {
      for task in tier.tasks where task.alert != .warning { levels[task.name.description] = task.alert }
    }
    return NewsDesk(
      coordination, host: OwnProcess.hostName, project: FolderChoice.resolved(project) ?? project, command: command,
      zone: context.zone, levels: levels, retries: RetryRules(catalog, hostZone: context.zone), run: run)
  }

  /// What commands in messages end with.
  private var command: MessageCommand { context.folders.messageCommand(ofProject: project) }

  /// Windows that open soon, what goes on failing, what nobody has acknowledged; and what is still so, to those who would take it
  /// for over.
  func write(now: Timestamp) throws(RunLogFailure) {
    if isEmpty { return }
    let desk = desk()
    log.announcer = log.announcer ?? desk.announcer
    // Else it is not certain which tasks and windows there are.
    let isWhole = !catalog.isForMessages
    if isWhole { try log.announceFailures(now: now, isThere: isThere) }
    try log.announceIncidents(at: now) { NewIncident($0, $1, told: coordination, command) }
    for (window, opening) in openings(at: now) where isWhole {
      if let message = try untoldNotice(of: window, opening, desk, at: now) { _ = try log.post(message) }
    }
    if let limit = coordination.escalateAfter {
      try log.escalate(after: limit, now: now) { desk.escalation(of: $0, now: now) }
    }
    try log.remindOfIncidents(every: coordination.remindEvery, escalates: coordination.escalateAfter != nil, at: now) {
      NewIncident($0, $1, told: coordination, command)
    }
    // Last: what was told just now is new to them.
    try log.renewAlerts(of: Routing(coordination).renewed, every: coordination.remindEvery, at: now) {
      NewIncident($0, $1, told: coordination, command)
    }
  }

  /// That nothing of the project is run.
  func tellUnsound(_ mistakes: Int, first: [String], at now: Timestamp) throws(RunLogFailure) {
    let desk = desk()
    _ = try log.tellUnsound(
      desk.unsound(mistakes: mistakes, first: first, at: now), keys: desk.projectKeys,
      remindEvery: coordination.remindEvery)
  }

  /// That it is run again, where people were told that it is not.
  func tellSound(at now: Timestamp) throws(RunLogFailure) {
    if isEmpty { return }
    let desk = desk()
    try log.tellSound(keys: desk.projectKeys) { desk.sound(since: $0, at: now) }
  }

  /// Whether the project has the task; on doubt it has.
  private func isThere(_ task: String) -> Bool {
    guard task.hasPrefix("runbook:") else {
      return catalog.tiers.values.contains { $0.tasks.contains { $0.name.description == task } }
    }
    let path = "\(project)/runbooks/\(task.dropFirst("runbook:".count)).yaml"
    return access(path, F_OK) == 0 || errno != ENOENT || access("\(project)/runbooks", F_OK) != 0
  }

  /// When there is something to write or to deliver, as far as it is known now; nil: never.
  func nextMoment(after now: Timestamp) throws(RunLogFailure) -> Timestamp? {
    var moments = try log.waitingChannels().map { Courier.moment(of: $0, coordination, now: now) }
    let routing = Routing(coordination)
    if !routing.isEmpty {
      let marks = try log.messageMarks()
      if marks.hasUntold { moments.append(now) }
      if !catalog.isForMessages, let change = try log.nextChangeOfAway(isThere: isThere, at: now) {
        moments.append(change)
      }
      let untold = try log.untoldIncidents(at: now).map(\.level)
      if untold.contains(where: { !routing.channels(kind: .issueEscalation, level: $0).isEmpty }) {
        moments.append(now)
      }
      func add(_ time: Duration, after moment: Timestamp) {
        moments.append(moment > now + time ? now : moment + time)
      }
      if let told = marks.toldAt { add(coordination.remindEvery, after: told) }
      if let limit = coordination.escalateAfter, let since = marks.waitsSince { add(limit, after: since) }
      for incident in try log.untendedIncidents(escalates: coordination.escalateAfter != nil)
      where !routing.channels(kind: .issueEscalation, level: incident.level).isEmpty {
        add(coordination.remindEvery, after: incident.toldAt)
      }
      let renewal = try log.nextRenewal(of: routing.renewed, every: coordination.remindEvery, now: now)
      if let renewal { moments.append(renewal) }
      moments += try notices(after: now)
    }
    return moments.min()
  }

  private func notices(after now: Timestamp) throws(RunLogFailure) -> [Timestamp] {
    var moments: [Timestamp] = []
    let desk = desk()
    if Routing(coordination).channels(kind: .maintenanceNotifications, level: .info).isEmpty { return [] }
    for (window, notice, zone) in noticed {
      guard let opening = window.opening(after: now, in: zone) else { continue }
      let start = opening.start + (.zero - notice)
      if start > now {
        moments.append(start)
      } else if try untoldNotice(of: window, opening, desk, at: now) != nil {
        moments.append(now)
      } else if let next = window.opening(after: opening.start, in: zone) {
        moments.append(next.start + (.zero - notice))
      }
    }
    return moments
  }

  /// Those that open within the time of their notice.
  private func openings(at now: Timestamp) -> [(window: Window, opening: Opening)] {
    noticed.compactMap { window, notice, zone in
      guard let opening = window.opening(after: now, in: zone), opening.start + (.zero - notice) <= now else {
        return nil
      }
      return (window, opening)
    }
  }

  /// nil: people have heard it.
  private func untoldNotice(
    of window: Window, _ opening: Opening, _ desk: NewsDesk, at now: Timestamp
  ) throws(RunLogFailure) -> NewMessage? {
    let noticed = try NoticedOpenings(context: context, catalog: catalog, project: project, log: log)(
      window, opening, at: now)
    let keys = desk.noticeKeys(of: noticed)
    return desk.notice(
      of: noticed, told: (try log.messageTally(keys: keys).count, try log.lastMessageKey(keys: keys)), now: now)
  }

  /// Openings that people were told of, and that the schedule has no more. In the zone in which `run --due` counts, which calls this
  /// alone: in that of whoever types another command they open at other times.
  func calledOff(at now: Timestamp) throws(RunLogFailure) -> [NewMessage] {
    if isEmpty || catalog.isForMessages { return [] }
    let (desk, zones) = (desk(), ZoneMemory())
    var told = try log.noticedMessages(keys: desk.noticeKeys, since: now + (.zero - Self.longestNotice))
    let channels = coordination.channelNames
    for index in told.indices { told[index].channels.removeAll { !channels.contains($0) } }
    return desk.calledOff(told, now: now) { name, start in
      catalog.windows.contains { window in
        let zone = window.timezone.flatMap { zones.zone(named: $0) } ?? context.zone
        return MessageKey.part(window.name) == name && window.opening(at: start, in: zone)?.start == start
      }
    }
  }

  /// What was told of longer before is left.
  private static let longestNotice = Duration.seconds(92 * 86_400)

  private var noticed: [(window: Window, notice: Duration, zone: Zone)] {
    let zones = ZoneMemory()
    return catalog.windows.compactMap { window in
      guard let notice = window.notice else { return nil }
      let zone = window.timezone.flatMap { zones.zone(named: $0) } ?? context.zone
      return (window, notice, zone)
    }
  }

  /// Delivers what waits, bounded by `time`, and waits for another maint that is at it for as long as `patience`.
  /// `isForced`: also what is to be tried later.
  func deliver(
    with supervisor: Supervisor, within time: Duration, patience: Duration = .zero, isForced: Bool = false
  ) throws(RunLogFailure) -> (results: [String: DeliveryLedger.Result], isOurs: Bool, stopSignal: Int32?) {
    let courier = Courier(
      supervisor: supervisor, log: log, state: state, command: command, coordination: coordination,
      isForced: isForced, tell: teller)
    let isOurs = try courier.deliver(until: .now() + time, patience: patience)
    return (courier.results, isOurs, courier.stopSignal)
  }

  /// For whoever sits there and waits.
  private var teller: ((String) -> Void)? {
    guard context.isTerminal(STDERR_FILENO), !context.invocation.has(.quiet) else { return nil }
    return { [context] words in context.errors.write("maint: \(words)\n") }
  }

  /// Both, where nothing that goes wrong with it may change what was done. How each channel fared.
  @discardableResult
  func tell(with supervisor: Supervisor, patience: Duration = .zero) -> [String: DeliveryLedger.Result] {
    do throws(RunLogFailure) {
      try write(now: SystemClock.wall())
      return try deliver(with: supervisor, within: Self.timeAfterRun, patience: patience).results
    } catch {
      context.errors.write("maint: messages could not be delivered: \(error.message)\nhint: \(error.hint)\n")
      return [:]
    }
  }

  /// Has another maint deliver, while this one goes on with its run.
  func deliverAside(with supervisor: Supervisor) {
    let account = UserAccount.current()
    let executable = OwnProcess.executable
    supervisor.startAside(
      executable,
      [
        executable, "notify", "flush", Option.quiet.flag, Option.project.flag, project, Option.state.flag, state,
      ],
      environment: HostEnvironment(account: account, timezone: context.variables.value("TZ")).variables(for: nil))
  }
}
