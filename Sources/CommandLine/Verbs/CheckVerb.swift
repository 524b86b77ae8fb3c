import Catalog
import Diagnostics
import Glibc
import Planning
import Reporting

/// `maint check`: every problem of every file, in one pass.
struct CheckVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    var diagnostics = DiagnosticBag()
    // To whoever asked for data a refusal is data too.
    let refuse: ((DiagnosticBag) -> Void)? = format == .text ? nil : { _ = tell(Catalog(), $0) }
    let catalog = try TrustedProject(context: context).load(diagnostics: &diagnostics, refuse: refuse)
    for cycle in Planner.cycles(in: catalog) { diagnostics.append(cycle) }
    try ProjectLint(context: context)(catalog, diagnostics: &diagnostics)
    return tell(catalog, diagnostics).hasErrors ? ExitCode(diagnostics) : .success
  }

  private func tell(_ catalog: Catalog, _ diagnostics: DiagnosticBag) -> CheckReport {
    let report = CheckReport(
      catalog: catalog, diagnostics: diagnostics, isStrict: context.invocation.has(.strict))
    context.output.write(
      report.render(format, appearance: context.appearance(of: STDOUT_FILENO), version: Version.text))
    return report
  }

  private var format: CheckReport.Format {
    if context.isJSON { return .json }
    return context.invocation.value(.format).flatMap(CheckReport.Format.init) ?? .text
  }
}
