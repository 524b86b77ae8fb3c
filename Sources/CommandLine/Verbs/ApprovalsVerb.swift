import Glibc
import Reporting
import RunLog
import Scheduling

/// `maint approvals [REQUEST]`: what waits for somebody's word.
struct ApprovalsVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let now = SystemClock.wall()
    let reading = try LogReading(context)
    let number = context.invocation.requestNumber
    let found = try reading { log throws(RunLogFailure) in
      if let number { return try log.approval(number).map { [$0] } ?? [] }
      return context.invocation.has(.all) ? try log.allApprovals() : try log.openApprovals(at: now)
    }
    if let number, found?.isEmpty ?? true {
      throw CommandFailure(
        "there is no request \(number)", hint: AskedApproval.listing(context), exitCode: .notFound)
    }
    let words = ApprovalWords(context)
    var approvers = CurrentApprovers(context, log: reading.log)
    let counted = (found ?? []).map { approvers.counted($0, at: now) }
    let report = ApprovalListReport(counted, now: now, zone: context.zone) { record in
      // No command begins what is not there.
      if case .gone = record.past { return "" }
      return record.state(at: now) == .approved || !record.changes.isEmpty
        ? words.run(record) : record.answer ?? words.command(.approve, ["\(record.number)"])
    }
    context.output.write(
      context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return .success
  }
}
