import Diagnostics
import Glibc
import Reporting
import Syntax

/// `maint parse FILE`: the tree of a file as JSON; every scalar is a string, a value left out is `null`.
struct ParseVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let path = context.invocation.arguments.first ?? "-"
    let source: Source
    do throws(ReadFailure) {
      source = try SourceReader.read(path: path)
    } catch {
      context.errors.write(render(error.diagnostic))
      return error.diagnostic.id == .fileNotFound ? .notFound : .invalid
    }
    var diagnostics = DiagnosticBag()
    let tree = Parser.parse(source, diagnostics: &diagnostics)
    if let first = diagnostics.sorted.first(where: { $0.severity == .error }) {
      context.errors.write(render(first))
      return .invalid
    }
    guard let tree else { return .invalid }
    context.output.write(TreeReport.json(tree))
    return .success
  }

  private func render(_ diagnostic: Diagnostic) -> String {
    DiagnosticRenderer(color: context.appearance(of: STDERR_FILENO).color).render(diagnostic)
  }
}
