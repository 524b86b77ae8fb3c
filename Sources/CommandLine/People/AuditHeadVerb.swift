import Reporting
import RunLog

/// `maint audit head`: the newest hash.
struct AuditHeadVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let log = try AuditReading.log(context)
    let head: AuditRow?
    do throws(RunLogFailure) { head = try log.auditHead() } catch { throw CommandFailure(error) }
    guard let head else {
      throw CommandFailure(
        "the audit chain has no entry: somebody removed them all", hint: "'maint audit verify' says what is missing",
        exitCode: .humanNeeded)
    }
    context.output.write(context.isJSON ? AuditText.json(ofHead: head) : head.hash + "\n")
    return .success
  }
}
