import Planning
import RunLog

/// What makes it no host that is fine: one reckoning for the exit code of the status, the light of the page, and what a report of
/// now must not pass over.
extension StatusReport {
  package var matters: [StatusMatter] { StatusMatter.Cause.allCases.flatMap(matters) }

  private func matters(_ cause: StatusMatter.Cause) -> [StatusMatter] {
    switch cause {
    case .strange: strangeWords.map { [StatusMatter(cause, "run log", $0, "audit verify")] } ?? []
    case .doubt: needsHuman.map { StatusMatter(cause, "\($0.task)", "run \($0.run): \($0.brief)", "show \($0.run)") }
    case .incident: openIncidents
    case .unsound: unsoundProject.map { [StatusMatter(cause, "project", $0.words, "check")] } ?? []
    case .schedules: lostSchedules.map { [StatusMatter(cause, "schedules", $0, "check")] } ?? []
    case .failed: tasks(cause, unhappy.filter { !$0.isHeldUp }, "did not succeed the last time")
    case .heldUp: tasks(cause, unhappy.filter(\.isHeldUp), "was held up by others")
    case .dead:
      untoldDeadRuns.map { StatusMatter(cause, "run \($0.number)", "ended without an outcome", "recover \($0.number)") }
    case .neverStarts: alerts(cause, .neverStarts)
    case .missedWindow: alerts(cause, .missedWindow)
    case .overdue:
      overdue.map { StatusMatter(cause, "\($0.name)", "is overdue", $0.unanswered == nil ? "due" : "approvals") }
    case .approval:
      lostApprovals.map { record in
        let what = record.isAltered ? "was altered in the run log" : "counts no more"
        return StatusMatter(cause, "\(record.task)", "its approval \(what)", "approvals")
      }
    case .notCopied:
      status.dueCopies.map { copy in
        let reason = copy.failure?.error ?? "its copy was not begun, or was interrupted"
        return StatusMatter(cause, "\(copy.task)", "backup \(copy.run)/\(copy.task): \(reason)", "backup copy")
      }
    case .backupLost:
      badBackups.sorted { ($0.run, "\($0.task)") < ($1.run, "\($1.task)") }.map {
        StatusMatter(cause, "\($0.task)", "backup \($0) is damaged or missing", "backup verify")
      }
    case .drill: alarmingDrills.map { StatusMatter(cause, "\($0.task)", "its last drill was not well", "backup drill") }
    case .deaf:
      deafChannels.map {
        StatusMatter(cause, "channel \($0.channel)", "takes no messages: \($0.error)", "notify list")
      }
    }
  }

  private var openIncidents: [StatusMatter] {
    let untended = Set(untendedIncidents.map(\.number))
    return status.openIncidents.map { incident in
      var matter = StatusMatter(
        .incident, "incident \(incident.number)", "\(incident.title) (\(incident.level.rawValue)) is open",
        "incident ack \(incident.number)")
      matter.needsHuman = untended.contains(incident.number)
      return matter
    }
  }

  private func tasks(
    _ cause: StatusMatter.Cause, _ tasks: [HostStatus.UnhappyTask], _ words: String
  ) -> [StatusMatter] {
    tasks.map { task in
      let reason = task.result.reason.map { ": \($0)" } ?? ""
      return StatusMatter(cause, "\(task.name)", "\(words), in run \(task.run)\(reason)", "show \(task.run)")
    }
  }

  private func alerts(_ cause: StatusMatter.Cause, _ kind: Alert.Kind) -> [StatusMatter] {
    status.alerts.filter { $0.kind == kind }.map { alert in
      StatusMatter(cause, alert.task?.description ?? "a task", alert.text, "due")
    }
  }
}
