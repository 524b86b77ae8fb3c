/// `maint completion SHELL`: the script that completes verbs, options and targets.
struct CompletionVerb {
  let context: Context

  func callAsFunction() -> ExitCode {
    // The parser lets nothing else through.
    guard let shell = context.invocation.arguments.first.flatMap(Shell.init) else { return .usage }
    context.output.write(Completion.script(for: shell))
    return .success
  }
}
