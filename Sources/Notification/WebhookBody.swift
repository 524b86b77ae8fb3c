import Catalog
import RunLog
import Scheduling

/// What a webhook is sent: JSON in one of three forms, whose size grows with the text and with the tasks and with nothing
/// else: 3 MiB at most.
package struct WebhookBody: Sendable {
  /// Tasks in one body at most; how many are left out is said.
  private static let tasksShown = 1_000
  /// Of the texts of several tasks, and of each of them.
  private static let longestTaskTexts = 1 << 20
  private static let longestTaskText = 8 << 10

  private static let testLasts = Duration.seconds(300)

  private let letter: Letter
  /// How long an alert stands that nobody renews.
  private let validFor: Duration
  /// When it goes out; nil: with its event.
  private let sentAt: Timestamp?

  package init(_ letter: Letter, validFor: Duration, sentAt: Timestamp? = nil) {
    self.letter = letter
    self.validFor = validFor
    self.sentAt = sentAt
  }

  package func text(_ format: Channel.Format) -> String {
    switch format {
    case .json: json
    case .slack: slack
    case .alertmanager: alertmanager
    }
  }

  /// The fields are stable; new ones may come.
  private var json: String {
    let message = letter.message
    let told = message.toldTasks
    let leftOut = max(0, told.count - Self.tasksShown)
    return JSONText.object([
      ("key", JSONText.quoted(message.key)), ("message", "\(message.number)"), ("host", JSONText.quoted(letter.host)),
      ("at", JSONText.quoted(message.at.rfc3339)), ("level", JSONText.quoted(message.level.rawValue)),
      ("kind", JSONText.quoted(message.kind.rawValue)), ("run", message.run.map { "\($0)" }),
      ("outcome", message.outcome.map(JSONText.quoted)),
      ("subject", JSONText.quoted(letter.bareSubject)), ("text", JSONText.quoted(letter.text)),
      (
        "tasks",
        JSONText.array(
          told.prefix(Self.tasksShown).map { task in
            JSONText.object([
              ("task", JSONText.quoted(task.name)), ("level", JSONText.quoted(task.level.rawValue)),
              ("since", JSONText.quoted(task.since.rfc3339)),
              ("well_at", task.wellAt.map { JSONText.quoted($0.rfc3339) }),
              ("text", JSONText.quoted(OneLine.text(String(task.summary)))),
            ])
          })
      ), ("tasks_left_out", leftOut > 0 ? "\(leftOut)" : nil),
      ("acknowledge", letter.acknowledge.map(JSONText.quoted)),
      ("audit_head", message.head.isEmpty ? nil : JSONText.quoted(message.head)),
    ])
  }

  private var leftOut: Int { max(0, letter.message.tasks.count - Self.tasksShown) }

  /// Slack's mark-up gives a meaning to three characters.
  private var slack: String {
    let text = "*\(letter.subject)*\n\(letter.text)"
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return JSONText.object([("text", JSONText.quoted(escaped))])
  }

  /// Version 2 of its API: one alert for each task, so that the one that is over ends the one that began; likewise one for the
  /// incident; else one for the message, which ends by itself.
  private var alertmanager: String {
    let message = letter.message
    // What has waited for its channel is not over for that.
    let end = max(message.at, sentAt ?? message.at) + validFor
    if let incident = message.incident, let state = message.incidentState {
      // Another run log of the host may have an incident of the same number.
      let labels = [("incident", "\(incident)"), ("opened_at", state.openedAt.rfc3339)]
      return JSONText.array(
        [
          alert(
            "MaintIncident", state.level, labels, text: letter.bareSubject, description: letter.text,
            since: state.openedAt, until: state.resolvedAt ?? end)
        ] + taskAlerts(until: end))
    }
    func whole(subject: String) -> String {
      alert(
        "MaintMessage", message.level, [("message", message.key)], text: subject, description: letter.text,
        // A test of a channel is no message of the run log, and no news for long.
        since: message.at, until: message.at + (message.head.isEmpty ? min(validFor, Self.testLasts) : validFor))
    }
    if message.tasks.isEmpty { return JSONText.array([whole(subject: letter.bareSubject)]) }
    let rest = leftOut > 0 ? [whole(subject: "\(message.subject): \(leftOut) tasks have no alert of their own")] : []
    return JSONText.array(taskAlerts(until: end) + rest)
  }

  /// By which Alertmanager knows the alert of a task.
  private struct Label: Hashable {
    var task: String
    var level: MaintenanceTask.AlertLevel
  }

  private func taskAlerts(until end: Timestamp) -> [String] {
    let failing = Set(letter.message.tasks.filter { $0.wellAt == nil }.map { Label(task: $0.name, level: $0.level) })
    return letter.message.tasks.prefix(Self.tasksShown).flatMap { task in
      // The level is one of the labels by which it is known: what was told as a warning and has gone up ends as both.
      let levels = task.wellAt == nil || task.level == .info ? [task.level] : [.warning, .critical]
      // One that is not as grave any more fails by the level that it has now.
      let over = task.wellAt == nil ? levels : levels.filter { !failing.contains(Label(task: task.name, level: $0)) }
      return over.map { level in
        alert(
          "MaintTaskFailing", level, [("task", task.name)], text: String(task.summary),
          description: description(of: task),
          since: task.since, until: task.wellAt ?? end)
      }
    }
  }

  /// What all of the message says stands in the alert of a task only where there is one: else the size of the body would
  /// grow with the square of their number.
  private func description(of task: NewMessage.Task) -> String {
    if letter.message.tasks.count == 1 { return letter.text }
    let longest = min(Self.longestTaskTexts / min(letter.message.tasks.count, Self.tasksShown), Self.longestTaskText)
    return Letter.bounded(task.text, to: longest, whole: letter.whole) + letter.request + letter.signature
  }

  private func alert(
    _ name: String, _ level: MaintenanceTask.AlertLevel, _ labels: [(String, String)], text: String,
    description: String, since: Timestamp, until: Timestamp
  ) -> String {
    let all = [("alertname", name), ("severity", level.rawValue), ("host", letter.host)] + labels
    return JSONText.object([
      ("labels", JSONText.object(all.map { ($0.0, JSONText.quoted($0.1)) })),
      (
        "annotations",
        JSONText.object([
          ("summary", JSONText.quoted(OneLine.text(text))), ("description", JSONText.quoted(description)),
        ])
      ), ("startsAt", JSONText.quoted(since.rfc3339)),
      // Alertmanager refuses one that ends before it begins.
      ("endsAt", JSONText.quoted(max(since, until).rfc3339)),
    ])
  }
}
