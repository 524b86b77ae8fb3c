import Diagnostics
import Reporting

/// `maint explain [ID]`: what a kind of problem means, with a wrong and a right example.
struct ExplainVerb {
  let context: Context

  func callAsFunction() -> ExitCode {
    let id = context.invocation.argument(.id).flatMap(DiagnosticID.init)
    let report = ExplanationReport(id.map { [$0] } ?? DiagnosticID.allCases)
    if context.isJSON {
      context.output.write(report.json)
    } else {
      context.output.write(id == nil ? report.list : report.text)
    }
    return .success
  }
}
