import Notification
import Reporting
import RunLog
import Scheduling

/// Tasks that are due and for which not all have said yes, and nobody no: whoever can is told again each `remind_every`. Security
/// updates that wait for somebody on leave are what nobody notices.
struct ApprovalReminders {
  private let context: Context
  private let check: DueCheck
  private let log: RunLog
  private let state: String

  init(context: Context, check: DueCheck, state: String, log: RunLog) {
    (self.context, self.check, self.state, self.log) = (context, check, state, log)
  }

  func messages() throws(RunLogFailure) -> [NewMessage] {
    let (coordination, now) = (check.catalog.coordination, check.now)
    if check.unapproved.isEmpty || Routing(coordination).isEmpty { return [] }
    let approvers = Approvers(coordination)
    let said = ApprovalMessage(context, coordination, project: check.project, state: state)
    var waiting: [ApprovalMessage.Waiting] = []
    // Where a run asks anew, that is the reminder.
    for number in check.unapproved.keys.sorted() where check.unapproved[number]?.words != nil {
      guard let request = try check.unanswered(number, log), let record = try log.approval(request.number) else {
        continue
      }
      let own = try log.lastMessageTime(keys: said.keys(record)) ?? record.requestedAt
      let told = max(own, try log.lastMessageTime(keys: said.keysOfSeveral, with: said.mark(record)) ?? own)
      // What was told far ahead of now was told by a clock that was wrong.
      guard told + coordination.remindEvery <= now || told > now + coordination.remindEvery else { continue }
      waiting.append((record.counting(approvers.isEntitled), request))
    }
    return said.reminders(waiting, at: now)
  }
}
