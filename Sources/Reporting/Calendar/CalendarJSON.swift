import JSON
import Planning
import Scheduling

/// Writes a calendar as JSON. Names and meanings of fields stay as they are; new ones may come.
///
/// The object:
/// - `from`, `to`: the moments between which it lies; `timezone`: the host's
/// - `groups`: the tasks of each tier that are due together, each with `name` (`daily`, or `daily in weekly` of tasks that
///   wait for a window of their own), `tier`, `window` (null: none), `when` (in words), `timezone`, `locks`,
///   `estimated_seconds` (those without history count for nothing), `tasks_without_history`, and `tasks`: each with `name`
///   (full), `changes` (whether it keeps to windows and freezes), `estimate` (`median_seconds`, `percentile95_seconds`,
///   `runs`; null without history)
/// - `due`: each time at which a group becomes due, in order: `group` (its name), `at`, `until` (when its window is over, or
///   its period), `frozen` (whether tasks that change something are held up) and `frozen_until` (null: not, or for ever)
/// - `windows`: each opening, in order: `name`, `type`, `date`, `timezone`, `start`, `end`, `last_start` (the cutoff),
///   `freeze` (the reason of one that covers a part of it, or null)
/// - `freezes`: each with `from` and `to` as written, `reason`, `start`, `end`
/// - `conflicts`: each with `kind` (`shared_locks`, `window_in_freeze`, `never_due`, `overruns`) and `text`
struct CalendarJSON {
  let calendar: MaintenanceCalendar
  private let words: CalendarWords

  init(_ calendar: MaintenanceCalendar) {
    self.calendar = calendar
    words = CalendarWords(calendar: calendar)
  }

  var text: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.field("from", calendar.range.lowerBound)
      json.field("to", calendar.range.upperBound)
      json.field("timezone", calendar.zone.name)
      json.list("groups", of: calendar.groups, write)
      json.list("due", of: calendar.dueTimes, write)
      json.list("windows", of: calendar.openings, write)
      json.list("freezes", of: calendar.freezes, write)
      json.list("conflicts", of: calendar.conflicts, write)
    }
    json.lineBreak()
    return json.text
  }

  private func write(_ group: DueGroup, _ json: inout JSONWriter) {
    json.field("name", group.name)
    json.field("tier", group.tier.rawValue)
    json.field("window", group.window?.name)
    json.field("when", words.when(group))
    json.field("timezone", group.rule.zone.name)
    json.field("locks", group.locks)
    json.field("estimated_seconds", group.length)
    json.field("tasks_without_history", group.unmeasured)
    json.list("tasks", of: group.members, write)
  }

  private func write(_ member: DueGroup.Member, _ json: inout JSONWriter) {
    json.field("name", member.task.name.description)
    json.field("changes", member.changes)
    json.field("estimate") { json in
      guard let estimate = member.estimate else { return json.null() }
      json.object { json in
        json.field("median_seconds", estimate.median)
        json.field("percentile95_seconds", estimate.percentile95)
        json.field("runs", estimate.count)
      }
    }
  }

  private func write(_ due: MaintenanceCalendar.DueTime, _ json: inout JSONWriter) {
    json.field("group", calendar.groups[due.group].name)
    json.field("at", due.slot.start)
    json.field("until", due.slot.end)
    json.field("frozen", due.hold != nil)
    json.field("frozen_until", due.hold?.until)
  }

  private func write(_ found: MaintenanceCalendar.WindowOpening, _ json: inout JSONWriter) {
    json.field("name", found.window)
    json.field("type", calendar.windows.first { $0.name == found.window }?.type)
    json.field("date", found.opening.date.description)
    json.field("timezone", found.zone.name)
    json.field("start", found.opening.start)
    json.field("end", found.opening.end)
    json.field("last_start", found.opening.cutoff)
    json.field("freeze", found.freeze?.reason)
  }

  private func write(_ frozen: MaintenanceCalendar.FrozenTime, _ json: inout JSONWriter) {
    json.field("from", frozen.freeze.from.description)
    json.field("to", frozen.freeze.to.description)
    json.field("reason", frozen.freeze.reason)
    json.field("start", frozen.start)
    json.field("end", frozen.end)
  }

  private func write(_ conflict: CalendarConflict, _ json: inout JSONWriter) {
    let kind =
      switch conflict {
      case .sharedLocks: "shared_locks"
      case .windowInFreeze: "window_in_freeze"
      case .neverDue: "never_due"
      case .overruns: "overruns"
      }
    json.field("kind", kind)
    json.field("text", words.conflict(conflict))
  }
}
