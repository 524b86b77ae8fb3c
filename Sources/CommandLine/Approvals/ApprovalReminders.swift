import Notification
import Reporting
import RunLog
import Scheduling

/// Tasks that are due, or are so soon, and for which not all have said yes, and nobody no: whoever can is told again each
/// `remind_every`. Security updates that wait for somebody on leave are what nobody notices.
struct ApprovalReminders {
  private let context: Context
  private let check: DueCheck
  private let early: EarlyRequests
  private let log: RunLog
  private let state: String

  init(context: Context, check: DueCheck, early: EarlyRequests, state: String, log: RunLog) {
    (self.context, self.check, self.early, self.state, self.log) = (context, check, early, state, log)
  }

  func messages() throws(RunLogFailure) -> [NewMessage] {
    let (coordination, now) = (check.catalog.coordination, check.now)
    if Routing(coordination).isEmpty { return [] }
    let said = ApprovalMessage(context, coordination, project: check.project, state: state)
    var waiting: [WaitingApproval] = []
    for found in try unanswered() {
      let own = try log.lastMessageTime(keys: said.keys(found.record)) ?? found.record.requestedAt
      let told = max(own, try log.lastMessageTime(keys: said.keysOfSeveral, with: said.mark(found.record)) ?? own)
      // What was told far ahead of now was told by a clock that was wrong.
      guard told + coordination.remindEvery <= now || told > now + coordination.remindEvery else { continue }
      waiting.append(found)
    }
    return said.reminders(waiting, at: now)
  }

  private func unanswered() throws(RunLogFailure) -> [WaitingApproval] {
    var found: [(request: Int, task: WaitingApproval.Task)] = []
    // Where a run asks anew, that is the reminder.
    for number in check.unapproved.keys.sorted() where check.unapproved[number]?.words != nil {
      if let request = try check.unanswered(number, log) { found.append((request.number, .due(request))) }
    }
    found += early.waiting.map { ($0.request, .early(opens: $0.opens)) }
    let approvers = Approvers(check.catalog.coordination)
    var waiting: [WaitingApproval] = []
    for (request, task) in found {
      guard let record = try log.approval(request) else { continue }
      waiting.append(WaitingApproval(record: record.counting(approvers.isEntitled), task: task))
    }
    return waiting
  }
}
