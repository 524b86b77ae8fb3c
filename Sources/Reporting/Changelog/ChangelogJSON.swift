import JSON
import RunLog
import Scheduling

/// `maint changelog --format json`, written piece by piece.
///
/// `since` (null: from the beginning), `until`, `run`, the run that it is of, or null; `changes`, the latest first, the tasks of
/// a run together, each with
/// - `at`; of a task its beginning, or that of the recovery that took it back, of packages when their list was last written, of a project when it was first seen
/// - `kind`: `task`, `rollback` (`maint rollback`), `packages` (by others), `restore`, `project`, `override`, `resolved`
/// - `what`, in words; `who`, the user, or null where nobody knows; `run`; `task`, its full name; `runbook`
/// - `why`: `description`, `category` and `type` of the runbook as it was then, `due` (`run --due` chose it), `override`, why
///   windows did not hold, `approval`, the number of the request, `incidents`, numbers, and `note`, what somebody said of an
///   override or a resolution
/// - `outcome` of the task; `reason`, why, in words; of a restore where to, and why it failed
/// - `state`: `in_place`, `taken_back`, `in_doubt`, `settled`, `under_way`; null: no change of the host by itself
/// - `takes_back` and `taken_back_by`: runs
/// - `files_changed`, null: not known; `files`, the first of them: each `file`, `path`, the path that was backed up, `kind`
///   (`added`, `removed`, `changed`) and `aspects` (`content`, `mode`, `owner`, `time`, …); of a project its files
/// - `packages`: each `manager`, `name`, `architecture`, `before` and `after`, versions, null: it was not there;
///   `packages_certain`: whether nothing but the task can have changed them; `packages_known_at`: of those that others
///   changed, they did it after this
package struct ChangelogJSON {
  /// So much is gathered before it is written.
  private static let piece = 1 << 16

  private let output: ([UInt8]) -> Void

  package init(output: @escaping ([UInt8]) -> Void) { self.output = output }

  /// `entries` calls its argument on each.
  package func write(
    since start: Timestamp?, until end: Timestamp, run: Int?, entries: ((ChangelogEntry) -> Void) -> Void
  ) {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("since", start)
      json.field("until", end)
      json.field("run", run)
      json.field("changes") { json in
        json.array { json in
          entries { add($0, to: &json) }
        }
      }
    }
    json.lineBreak()
    output(json.bytes)
  }

  private func add(_ entry: ChangelogEntry, to json: inout JSONWriter) {
    json.object { json in
      json.field("at", entry.at)
      json.field("kind", entry.kind.rawValue)
      json.field("what", entry.what)
      json.field("who", entry.who)
      json.field("run", entry.run)
      json.field("task", entry.task.map { "\($0.task)" })
      json.field("runbook", entry.task?.runbook)
      json.field("why") { $0.object { Self.addWhy(of: entry, to: &$0) } }
      json.field("outcome", entry.task?.outcome?.rawValue)
      json.field("reason", entry.kind == .override || entry.kind == .resolved ? nil : entry.reason)
      json.field("state", entry.state?.rawValue)
      json.field("takes_back", entry.task?.rollsBack)
      json.field("taken_back_by", entry.task?.takenBackBy)
      Self.addFiles(of: entry, to: &json)
      json.list("packages", of: entry.packages) { package, json in
        json.field("manager", package.manager)
        json.field("name", package.name)
        json.field("architecture", package.architecture)
        json.field("before", package.old)
        json.field("after", package.new)
      }
      json.field("packages_certain", entry.task?.isCertain ?? true)
      json.field("packages_known_at", entry.knownAt)
    }
    guard json.bytes.count >= Self.piece else { return }
    output(json.bytes)
    json.removeAll()
  }

  private static func addWhy(of entry: ChangelogEntry, to json: inout JSONWriter) {
    json.field("description", entry.runbook?.description)
    json.field("category", entry.runbook?.category?.rawValue)
    json.field("type", entry.runbook?.kind?.rawValue)
    json.field("due", entry.task?.isDue ?? false)
    json.field("override", entry.task?.override?.reason)
    json.field("approval", entry.task?.approval)
    json.field("incidents") { json in
      json.array { json in for number in entry.task?.incidents ?? [] { json.value(number) } }
    }
    json.field("note", entry.kind == .override || entry.kind == .resolved ? entry.reason : nil)
  }

  private static func addFiles(of entry: ChangelogEntry, to json: inout JSONWriter) {
    if entry.kind == .project {
      json.field("files_changed", entry.projectFiles.count)
      json.list("files", of: entry.projectFiles) { file, json in
        json.field("file", file.path)
        json.field("path", String?.none)
        json.field("kind", file.kind.rawValue)
        json.field("aspects", [])
      }
      return
    }
    json.field("files_changed", entry.files?.count)
    json.list("files", of: entry.files?.first ?? []) { file, json in
      json.field("file", file.file)
      json.field("path", file.path)
      json.field("kind", file.kind.rawValue)
      json.field("aspects", file.aspects)
    }
  }
}
