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
    let catalog = try TrustedProject(context: context).load(diagnostics: &diagnostics)
    for cycle in Planner.cycles(in: catalog) { diagnostics.append(cycle) }
    let report = CheckReport(catalog: catalog, diagnostics: diagnostics)
    let appearance = context.appearance(of: STDOUT_FILENO)
    if context.isJSON {
      context.output.write(report.json)
    } else {
      context.output.write(DiagnosticRenderer(color: appearance.color).render(diagnostics))
      context.output.write(report.text(appearance: appearance))
    }
    return diagnostics.hasErrors ? ExitCode(diagnostics) : .success
  }
}
