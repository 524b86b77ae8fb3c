import Reporting

/// `maint schema KIND`: the JSON Schema of schedules or runbooks.
struct SchemaVerb {
  let context: Context

  func callAsFunction() -> ExitCode {
    // The parser lets nothing else through.
    guard let kind = context.invocation.argument(.schema).flatMap(SchemaReport.Kind.init) else { return .usage }
    context.output.write(SchemaReport(kind).json)
    return .success
  }
}
