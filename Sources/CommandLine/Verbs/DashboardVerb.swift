/// `maint dashboard [--output FILE]`: the whole host on a page.
struct DashboardVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let reading = try LogReading(context)
    if let absence = reading.absence { context.errors.write("maint: \(absence.words)\n") }
    let page = try DashboardReading(context: context).page(of: reading)
    guard let path = context.invocation.value(.output), path != "-" else {
      context.output.write(page)
      return .success
    }
    try PublishedFile.write(page, to: path)
    return .success
  }
}
