import Catalog
import Planning
import Reporting
import RunLog
import Scheduling

/// Tells, once in a period, of each task that was due in its window and that nothing tried: `run --due` was busy with
/// something long, or the host was down. Without that a week would go by in silence.
struct MissedWindows {
  let check: DueCheck
  let log: RunLog
  let context: Context
  /// See `ExpectedWindows`.
  var followsMoves = false

  /// Of those of which nobody was told.
  func alerts() throws(CommandFailure) -> [PeriodAlert] {
    var missed: [(task: Int, opening: Opening)] = []
    do throws(RunLogFailure) { missed = try all() } catch { throw CommandFailure(error) }
    guard !missed.isEmpty else { return [] }
    // What a freeze held up was not missed; that asks for the runbooks, and so does who has said no to what is there.
    let catalog = try context.loadCatalog()
    let gatekeeper = Gatekeeper(catalog, context: context)
    var alerts: [PeriodAlert] = []
    for (task, opening) in missed {
      let gate = try gatekeeper.gate(of: check.due.tasks[task], log: log)
      guard gate.map({ Self.lets(start: opening, $0) }) ?? true else { continue }
      do throws(RunLogFailure) {
        alerts.append(try alert(task, opening, gate, catalog))
      } catch {
        throw CommandFailure(error)
      }
    }
    return alerts
  }

  private func alert(
    _ task: Int, _ opening: Opening, _ gate: Gate?, _ catalog: Catalog
  ) throws(RunLogFailure) -> PeriodAlert {
    PeriodAlert(
      .missedWindow, about: task, of: check.due, at: check.now, since: check.due.rules[task].firstEnd(of: opening),
      text: try text(task, opening, gate, catalog))
  }

  private func all() throws(RunLogFailure) -> [(task: Int, opening: Opening)] {
    let known = try ExpectedWindows(of: check.project, in: log, at: check.now, followingMoves: followsMoves)
    var candidates: [(task: Int, opening: Opening)] = []
    for (task, rule) in check.due.rules.enumerated() where rule.waitsForWindow && !check.isOpen(task) {
      let name = check.due.tasks[task].name
      guard let opening = rule.lastOpening(endedBy: check.now), let since = known.since(name, rule),
        since <= opening.start, !known.wasHeldUp(name, in: opening),
        rule.missed(opening, history: check.histories[task]), try needsWereMet(task, opening)
      else { continue }
      let end = rule.firstEnd(of: opening)
      // That is told where it was given up; and what was taken back later has used its window.
      if try log.isTold(.gaveUp, about: name, in: opening.start...check.now) { continue }
      if try log.hasSucceeded(name, for: opening.start..<opening.end) { continue }
      if try log.isTold(.missedWindow, about: name, in: end...max(end, check.now)) { continue }
      candidates.append((task, opening))
    }
    guard !candidates.isEmpty else { return [] }
    // What is known of the present period may not reach back to the opening.
    let histories = try log.dueHistories(
      of: candidates.map { task, opening in
        (check.due.tasks[task].name, check.due.rules[task].stretch(of: opening, at: check.now))
      })
    return zip(candidates, histories).filter { check.due.rules[$0.task].missed($0.opening, history: $1) }.map(\.0)
  }

  /// A task that waited for another was not to start yet. At its beginning or its end, as a new period of the other may begin in the
  /// opening; and not now, which may be in the next one.
  private func needsWereMet(_ task: Int, _ opening: Opening) throws(RunLogFailure) -> Bool {
    let needs = check.due.needs(of: task).filter { check.due.rules[$0].tier != .emergency }
    if needs.isEmpty { return true }
    for moment in [opening.start, Timestamp(microseconds: opening.cutoff.microseconds - 1)] {
      let histories = try log.dueHistories(
        of: needs.map { need in
          let stretch = check.due.rules[need].stretch(at: moment)
          return (check.due.tasks[need].name, stretch.clamped(to: Timestamp(microseconds: .min)..<opening.cutoff))
        })
      if zip(needs, histories).allSatisfy({ check.due.rules[$0].done(at: moment, history: $1) != nil }) { return true }
    }
    return false
  }

  /// Whether it could have begun; what never fits is told by itself.
  private static func lets(start opening: Opening, _ gate: Gate) -> Bool {
    gate.start(from: opening.start).map { $0 < opening.cutoff } ?? false
  }

  private func text(
    _ task: Int, _ opening: Opening, _ gate: Gate?, _ catalog: Catalog
  ) throws(RunLogFailure) -> String {
    let (name, rule) = (check.due.tasks[task].name, check.due.rules[task])
    let zone = rule.zone
    let window = rule.window.map { " '\($0.name)'" } ?? ""
    let slot = rule.nextSlot(from: check.now)?.start
    // A freeze may put that off.
    let start = slot.flatMap { slot in gate.map { $0.start(from: slot) } ?? slot }
    let next = start.map { "next \(zone.minute($0))" } ?? "there is no next one"
    return "\(name) was due and missed its window\(window) of \(zone.minute(opening.start)) to "
      + "\(zone.minute(opening.end)): \(try cause(task, opening, zone, catalog)); \(next)"
  }

  private func cause(
    _ task: Int, _ opening: Opening, _ zone: Zone, _ catalog: Catalog
  ) throws(RunLogFailure) -> String {
    if let left = try log.latestOutcome(of: check.due.tasks[task].name, since: opening.start, before: opening.end) {
      return PeriodAlert.words(left)
    }
    if let no = try rejection(of: task, before: opening.cutoff, catalog) { return no }
    if let want = try wantOfApproval(task, opening) { return want }
    guard let run = try log.runOfDue(in: opening.start..<opening.end),
      min(run.end ?? check.now, opening.end) - max(run.start, opening.start) >= (opening.end - opening.start) / 2
    else { return "nothing started it in that time; were this host and its cron at work?" }
    let end = run.end.map { "to \(zone.minute($0, on: run.start))" } ?? "on"
    return "'maint run --due' was at work with run \(run.run) from \(zone.minute(run.start)) \(end)"
  }
}
