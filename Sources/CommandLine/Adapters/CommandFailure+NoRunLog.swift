import Reporting

extension CommandFailure {
  /// What there is to be done where there is none: whoever has chosen the folder need not be told to.
  static func noRunLog(in folder: String, _ context: Context) -> CommandFailure {
    let hint =
      context.invocation.value(.state) == nil
      ? "choose it with --state DIR"
      : "if there should be one, look at what --state says; 'maint run' makes it"
    return CommandFailure(NoRunLog(folder: folder).words, hint: hint, exitCode: .notFound)
  }
}
