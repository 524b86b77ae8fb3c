struct RollbackVerb {
  let context: Context
  func callAsFunction() throws(CommandFailure) -> ExitCode { .success }
}
