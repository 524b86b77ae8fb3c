import Execution
import RunLog
import Scheduling

/// What happened in an incident, in the order of its times: what people did, what its runs did, what was told.
struct IncidentTimeline {
  struct Event: Hashable {
    var at: Timestamp
    /// Markdown.
    var what: String
  }

  /// Steps that failed are named up to so many of a run.
  private static let stepsShown = 20

  let events: [Event]

  init(_ incident: IncidentRecord, runs: [RunRecord], messages: [SentMessage]) {
    let found = Self.words(of: incident) + runs.flatMap(Self.events) + messages.flatMap(Self.events)
    // What falls together stays in the order in which it is named.
    events = found.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }

  private static func words(of incident: IncidentRecord) -> [Event] {
    let opener = name(incident.opened.by)
    let by = incident.openedByRun.map { "by run \($0), which \(opener) began" } ?? "by \(opener)"
    var events = [Event(at: incident.opened.at, what: "The incident was opened \(by)")]
    if let word = incident.acknowledged {
      events.append(Event(at: word.at, what: "\(name(word.by)) acknowledged it"))
    }
    for note in incident.notes where note.kind == .note {
      events.append(Event(at: note.word.at, what: "\(name(note.word.by)): \(MarkdownText.escaped(note.text))"))
    }
    guard let word = incident.resolved else { return events }
    let how = incident.notes.filter { $0.kind == .resolution }.map { ": \(MarkdownText.escaped($0.text))" }.joined()
    return events + [Event(at: word.at, what: "\(name(word.by)) resolved it\(how)")]
  }

  private static func events(of run: RunRecord) -> [Event] {
    let targets = MarkdownText.escaped(TargetText(run.header.targets).brief)
    let title = "Run \(run.number) (\(targets))"
    var events = [Event(at: run.header.startedAt, what: "\(title) began, by \(MarkdownText.escaped(run.header.user))")]
    for recovery in run.recoveries {
      events.append(Event(at: recovery.at, what: "\(title) was recovered by \(MarkdownText.escaped(recovery.by))"))
    }
    events += failedSteps(of: run)
    for task in run.tasks { events += outcome(of: task, in: run) }
    guard let outcome = run.outcome, let end = run.finishedAt ?? run.interruptionFoundAt else { return events }
    let took = run.duration.map { " after \(HumanDuration($0))" } ?? ""
    return events + [Event(at: end, what: "\(title) ended\(took): \(OutcomeText(outcome).words)")]
  }

  private static func failedSteps(of run: RunRecord) -> [Event] {
    let failed = run.tasks.flatMap { task in
      task.steps.filter { $0.outcome?.isFailure == true }.map { (task, $0) }
    }
    var events = failed.prefix(stepsShown).map { task, step -> Event in
      let place = MarkdownText.escaped("\(StepPlace(step.key)) '\(step.name)'")
      let why = step.detail.map { ": \(MarkdownText.escaped($0))" } ?? ""
      let words = step.outcome.map { OutcomeText($0).words } ?? ""
      return Event(
        at: step.finishedAt ?? step.startedAt,
        what: "Run \(run.number): \(MarkdownText.code(task.name.description)) \(place) \(words)\(why)")
    }
    if failed.count > stepsShown, let last = events.last {
      let rest = "Run \(run.number): \(failed.count - stepsShown) more steps failed (maint show \(run.number))"
      events.append(Event(at: last.at, what: rest))
    }
    return events
  }

  /// Of one that was taken back, or could not be.
  private static func outcome(of task: TaskRecord, in run: RunRecord) -> [Event] {
    guard let outcome = task.result?.outcome, outcome == .rolledBack || outcome == .rollbackFailed,
      let end = task.finishedAt
    else { return [] }
    let words = outcome == .rolledBack ? "was rolled back" : "could not be rolled back"
    return [Event(at: end, what: "Run \(run.number): \(MarkdownText.code(task.name.description)) \(words)")]
  }

  private static func events(of message: SentMessage) -> [Event] {
    let subject = MarkdownText.escaped(message.subject)
    let told = Event(at: message.at, what: "Message \(message.number) (\(message.level.rawValue)): \(subject)")
    guard let at = message.acknowledgedAt else { return [told] }
    let by = message.acknowledgedBy.map { " by \(MarkdownText.escaped($0))" } ?? ""
    return [told, Event(at: at, what: "Message \(message.number) was acknowledged\(by)")]
  }

  private static func name(_ actor: Actor) -> String { MarkdownText.escaped(actor.name) }
}

extension StepOutcome {
  fileprivate var isFailure: Bool {
    switch self {
    case .failed, .timedOut, .stopped, .interrupted: true
    case .succeeded, .warned, .skipped: false
    }
  }
}
