import Reporting
import RunLog

/// `maint audit export`: the whole chain.
struct AuditExportVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let format = context.invocation.value(.format).flatMap(AuditFormat.init) ?? .json
    let log = try AuditReading.log(context)
    do throws(RunLogFailure) {
      switch format {
      case .json: try log.eachAuditLink { context.output.write(AuditText.line(of: $0)) }
      case .csv:
        context.output.write(AuditText.headings)
        try log.eachAuditRow { context.output.write(AuditText.row($0)) }
      }
    } catch {
      throw CommandFailure(error)
    }
    return .success
  }
}
