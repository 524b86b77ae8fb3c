/// `maint dashboard [--output FILE]`: the whole host on a page.
struct DashboardVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    try context.requireNamedProject()
    let reading = try LogReading(context)
    if let absence = reading.absence { context.errors.write("maint: \(absence.words)\n") }
    let path = context.invocation.value(.output).flatMap { $0 == "-" ? nil : $0 }
    let page = try DashboardReading(context: context).page(of: reading, for: path.map(FolderChoice.absolute))
    guard let path else {
      context.output.write(page)
      return .success
    }
    try PublishedFile.write(page, to: path)
    return .success
  }
}
