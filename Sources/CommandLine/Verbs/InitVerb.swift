/// `maint init DIR`: writes a small working project.
struct InitVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let folder = context.invocation.arguments.first ?? "."
    do throws(ProjectTemplateFailure) {
      try ProjectTemplate.write(to: folder)
    } catch {
      throw CommandFailure(error.message, hint: error.hint, exitCode: .cannotWrite)
    }
    for file in ProjectTemplate.files { context.output.write("\(folder)/\(file.path)\n") }
    context.errors.write("next: maint -C \(folder) check, then maint -C \(folder) plan daily\n")
    return .success
  }
}
