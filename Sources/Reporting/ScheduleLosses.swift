import Catalog
import Scheduling

/// What the schedules may have lost without anybody's will: a file is not read, or what ran by the clock is in none any more.
package struct ScheduleLosses: Sendable {
  /// That `run --due` started until not long ago, and that is in no schedule.
  package struct Task: Sendable {
    package var name: TaskName
    /// When it began for the last time.
    package var last: Timestamp

    package init(name: TaskName, last: Timestamp) { (self.name, self.last) = (name, last) }
  }

  /// Files that may be meant to be schedules, by their paths in the project.
  package var unread: [String]
  /// By name.
  package var tasks: [Task]

  package init(unread: [String] = [], tasks: [Task] = []) { (self.unread, self.tasks) = (unread, tasks) }

  /// Whoever took it out of the schedules so long ago has heard of it.
  package static func isLate(_ last: Timestamp, of task: TaskName, at now: Timestamp) -> Bool {
    now - last <= OverdueTask.period(task.tier) + .seconds(31 * 86_400)
  }

  /// Where both is so, one has come of the other: somebody is to look. A task that was taken out on purpose is no trouble.
  var isTrouble: Bool { !unread.isEmpty && !tasks.isEmpty }

  /// For a first line, without its end; nil: there is nothing to tell.
  var words: String? {
    let gone =
      tasks.isEmpty ? nil : "\(Count(tasks.count, "task")) \(tasks.count == 1 ? "is" : "are") in no schedule any more"
    guard let gone else { return unreadWords }
    return gone + (unreadWords.map { ", while \($0)" } ?? "")
  }

  /// `schedules/web.yml is not read`
  var unreadWords: String? {
    guard let first = unread.first else { return nil }
    return unread.count == 1
      ? "\(HarmlessText.words(first)) is not read" : "\(unread.count) files in schedules are not read"
  }

  /// Of each file.
  var unreadLines: [String] { unread.map { "\(HarmlessText.words($0)) is not read" } }

  /// Of each task.
  func taskLines(_ moment: (Timestamp) -> String) -> [String] {
    tasks.map { "\($0.name) is in no schedule any more; 'run --due' started it until \(moment($0.last))" }
  }
}
