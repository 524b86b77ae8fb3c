/// `maint help [VERB] [--man]`.
struct HelpVerb {
  let context: Context

  func callAsFunction() -> ExitCode {
    if context.invocation.has(.man) {
      context.output.write(ManualPage.text)
    } else if let verb = context.invocation.argument(.verb).flatMap(Verb.init) {
      context.output.write(HelpText.text(of: verb))
    } else {
      context.output.write(HelpText.overview)
    }
    return .success
  }
}
