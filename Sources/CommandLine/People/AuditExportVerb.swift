import Reporting
import RunLog

/// `maint audit export`: the whole chain.
struct AuditExportVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let format = context.invocation.value(.format).flatMap(AuditFormat.init) ?? .json
    let log = try AuditReading.log(context)
    var ruined: [Int] = []
    do throws(RunLogFailure) {
      switch format {
      case .json:
        try log.eachAuditLink { link in
          if !link.isLegible { ruined.append(link.entry) }
          context.output.write(AuditText.line(of: link))
        }
      case .csv:
        context.output.write(AuditText.headings)
        try log.eachAuditLink { if !$0.isLegible { ruined.append($0.entry) } }
        try log.eachAuditRow { context.output.write(AuditText.row($0)) }
      }
    } catch {
      throw CommandFailure(error)
    }
    guard let first = ruined.first else { return .success }
    context.output.flush()
    let more = ruined.count == 1 ? "" : " and \(ruined.count - 1) more"
    throw CommandFailure(
      "entry \(first)\(more) of the audit chain is not what maint wrote: it is exported as it stands there",
      hint: "'maint audit verify' says what can be relied on", exitCode: .humanNeeded)
  }
}
