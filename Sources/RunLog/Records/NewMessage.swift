import Catalog
import Scheduling

/// What is to be told to people, with the channels that it goes through.
package struct NewMessage: Sendable, Hashable {
  package typealias Kind = MessageKind

  /// A task that it tells of.
  package struct Task: Sendable, Hashable {
    package var name: String
    package var level: MaintenanceTask.AlertLevel
    /// It failed first.
    package var since: Timestamp
    /// nil: it fails.
    package var wellAt: Timestamp?
    /// The first line says what happened, the others what there is to know of it.
    package var text: String

    package init(
      name: String, level: MaintenanceTask.AlertLevel, since: Timestamp, wellAt: Timestamp? = nil, text: String
    ) {
      self.name = name
      self.level = level
      self.since = since
      self.wellAt = wellAt
      self.text = text
    }

    package var summary: Substring { text.prefix { $0 != "\n" } }
  }

  /// Names the event: a second message with the same key is none.
  package var key: String
  package var at: Timestamp
  package var level: MaintenanceTask.AlertLevel
  package var kind: Kind
  package var run: Int?
  /// Of the run or the tasks that it tells of.
  package var outcome: String?
  /// One line.
  package var subject: String
  package var text: String
  /// Their names, each once.
  package var channels: [String]
  package var tasks: [Task] = []
  /// It belongs to an alarm of which somebody was asked for a word already: that one goes on waiting, and not this one.
  package var isRepeat = false
  /// The message that nobody acknowledged, where this one tells others of it.
  package var escalates: Int?
  /// That it tells of.
  package var incident: Int?
  /// The key of a message whose receivers get this one, too: it tells what became of it. Where that is, these are its
  /// project's channels.
  package var follows: String?
  /// Whose channels these are; nil: those of the log's owner.
  package var project: String?

  /// What follows the name of a task in the subject that asks for its confirmation.
  package static let isRolledBackAt = " is rolled back at "

  package init(
    key: String, at: Timestamp, level: MaintenanceTask.AlertLevel, kind: Kind, run: Int? = nil, subject: String,
    text: String, channels: [String]
  ) {
    self.key = key
    self.at = at
    self.level = level
    self.kind = kind
    self.run = run
    self.subject = subject
    self.text = text
    self.channels = channels
  }

  /// Whether others are told of it where nobody acknowledges it: an issue that somebody must look at, and that is not over.
  var waitsForWord: Bool { !isRepeat && Self.waitsForWord(kind, level, tasks) }

  static func waitsForWord(_ kind: Kind, _ level: MaintenanceTask.AlertLevel, _ tasks: [Task]) -> Bool {
    kind == .issueEscalation && level != .info && (tasks.isEmpty || tasks.contains { $0.wellAt == nil })
  }
}
