import Catalog
import Diagnostics

/// A secret whose file is not there, or may be read by everyone; for root also what a run would refuse, as an error.
enum ReadableSecretLint {
  static func warnings(of linted: LintedRunbook, host: some LintHost) -> [Diagnostic] {
    linted.runbook.secrets.flatMap { secret in
      guard case .file(let path) = secret.origin else { return [Diagnostic]() }
      let refusals = host.refusals(ofSecret: path)
      if !refusals.isEmpty { return refusals.map { refusal($0, of: secret) } }
      return (missing(secret, path, host) ?? readable(secret, path, host)).map { [$0] } ?? []
    }
  }

  /// What is wrong with it keeps a channel from delivering, and no run from beginning.
  static func warnings(ofChannel secret: Secret, host: some LintHost) -> [Diagnostic] {
    guard case .file(let path) = secret.origin else { return [] }
    func diagnostic(_ id: DiagnosticID, _ message: String, _ severity: Diagnostic.Severity, _ hint: String?)
      -> Diagnostic
    {
      Diagnostic(id, message, severity: severity, at: secret.place, hint: hint)
    }
    let refusals = host.refusals(ofSecret: path).map { problem in
      diagnostic(
        problem.id,
        "root would refuse \(secret.name), so nothing goes through it: \(problem.place.path): \(problem.message)",
        .warning, problem.hint)
    }
    if !refusals.isEmpty { return refusals }
    if host.isOutOfSight(path) {
      return [
        diagnostic(
          .missingSecret, "whether \(secret.name) is on this host cannot be seen by this user: \(path)", .note,
          "check as the user who runs maint")
      ]
    }
    if !host.exists(path) {
      return [
        diagnostic(
          .missingSecret, "the file with \(secret.name) is not on this host: \(path)", .warning,
          "write it into that file, with mode 0600; until then nothing goes through the channel")
      ]
    }
    guard let mode = host.mode(ofFile: path), mode & 0o004 != 0 else { return [] }
    return [
      diagnostic(
        .readableSecret, "anyone on this host may read \(secret.name) in \(path)", .warning,
        "chmod o-rwx \(path), and change it if others have been here")
    ]
  }

  /// What stands in the runbook is no error of its form, but a run by root would not begin.
  private static func refusal(_ problem: Diagnostic, of secret: Secret) -> Diagnostic {
    Diagnostic(
      problem.id, "root would refuse the secret '\(secret.name)': \(problem.place.path): \(problem.message)",
      at: secret.place, hint: problem.hint)
  }

  private static func missing(_ secret: Secret, _ path: String, _ host: some LintHost) -> Diagnostic? {
    guard !host.exists(path) else { return nil }
    return Diagnostic(
      .missingSecret, "the file of the secret '\(secret.name)' is not on this host: \(path)", severity: .warning,
      at: secret.place, hint: "write the secret into it, with mode 0600; a task that needs it fails before it begins")
  }

  private static func readable(_ secret: Secret, _ path: String, _ host: some LintHost) -> Diagnostic? {
    guard let mode = host.mode(ofFile: path), mode & 0o004 != 0 else { return nil }
    return Diagnostic(
      .readableSecret, "anyone on this host may read the secret '\(secret.name)' in \(path)", severity: .warning,
      at: secret.place, hint: "chmod o-rwx \(path), and change the secret if others have been here")
  }
}
