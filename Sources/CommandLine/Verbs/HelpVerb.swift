/// `maint help [VERB] [--man]`, where a topic may stand for the verb.
struct HelpVerb {
  let context: Context

  func callAsFunction() -> ExitCode {
    if context.invocation.has(.man) {
      context.output.write(ManualPage.text)
    } else if let scope = context.invocation.argument(.verb).flatMap(CommandScope.init(name:)) {
      context.output.write(HelpText.text(of: scope))
    } else if let topic = context.invocation.argument(.verb).flatMap(HelpTopic.init) {
      context.output.write(HelpText.text(of: topic))
    } else {
      context.output.write(HelpText.text(of: .program))
    }
    return .success
  }
}
