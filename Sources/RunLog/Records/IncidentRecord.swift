import Catalog
import Scheduling

/// An incident as the run log has it.
package struct IncidentRecord: Sendable, Hashable {
  /// Who did something, and when.
  package struct Word: Sendable, Hashable {
    package var by: Actor
    package var at: Timestamp

    package init(by: Actor, at: Timestamp) {
      self.by = by
      self.at = at
    }
  }

  package struct Note: Sendable, Hashable {
    /// Where it stands in the report.
    package enum Kind: String, Sendable, CaseIterable {
      /// In the timeline.
      case note
      case impact
      case cause
      case action
      /// What was said when it was resolved.
      case resolution
    }

    package var kind: Kind
    package var text: String
    package var word: Word

    package init(kind: Kind, text: String, word: Word) {
      self.kind = kind
      self.text = text
      self.word = word
    }
  }

  package struct Link: Sendable, Hashable {
    package var run: Int
    package var word: Word

    package init(run: Int, word: Word) {
      self.run = run
      self.word = word
    }
  }

  /// From 1.
  package var number: Int
  package var title: String
  package var level: MaintenanceTask.AlertLevel
  package var opened: Word
  /// The emergency run that opened it; nil: a human did.
  package var openedByRun: Int?
  /// nil: nobody has said that they are at it.
  package var acknowledged: Word?
  /// nil: it is open.
  package var resolved: Word?
  /// In order; empty where incidents are listed.
  package var notes: [Note] = []
  /// By number.
  package var runs: [Link] = []

  package init(
    number: Int, title: String, level: MaintenanceTask.AlertLevel, opened: Word, openedByRun: Int? = nil,
    acknowledged: Word? = nil, resolved: Word? = nil
  ) {
    self.number = number
    self.title = title
    self.level = level
    self.opened = opened
    self.openedByRun = openedByRun
    self.acknowledged = acknowledged
    self.resolved = resolved
  }

  /// nil: not yet, or the clock was set back since, and nobody can say.
  package var timeToAcknowledge: Duration? { acknowledged.flatMap(sinceOpened) }
  package var timeToResolve: Duration? { resolved.flatMap(sinceOpened) }
  /// Whether the clock was set back since it was opened.
  package var hasClockSetBack: Bool { [acknowledged, resolved].contains { $0.map { $0.at < opened.at } ?? false } }

  private func sinceOpened(_ word: Word) -> Duration? { word.at < opened.at ? nil : word.at - opened.at }
}
