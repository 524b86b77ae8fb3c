import Catalog
import Diagnostics
import Scheduling

/// `maint complete-targets`: what a TARGET may be in this project, for the shells; silent about what is wrong.
struct CompleteTargetsVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    var diagnostics = DiagnosticBag()
    let catalog = try TrustedProject(context: context).load(diagnostics: &diagnostics)
    for tier in catalog.tiers.keys.sorted() {
      context.output.write("\(tier.rawValue)\n")
      for task in catalog.tiers[tier]?.tasks ?? [] { context.output.write("\(task.name)\n") }
    }
    for name in catalog.runbooks.keys.sorted() { context.output.write("runbook:\(name)\n") }
    return .success
  }
}
