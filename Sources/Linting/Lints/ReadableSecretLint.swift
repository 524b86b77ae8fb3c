import Catalog
import Diagnostics

/// A secret whose file everyone may read.
enum ReadableSecretLint {
  static func warnings(of linted: LintedRunbook, host: some LintHost) -> [Diagnostic] {
    linted.runbook.secrets.compactMap { secret in
      guard case .file(let path) = secret.origin, let mode = host.mode(ofFile: path), mode & 0o004 != 0 else {
        return nil
      }
      return Diagnostic(
        .readableSecret, "anyone on this host may read the secret '\(secret.name)' in \(path)", severity: .warning,
        at: secret.place, hint: "chmod o-rwx \(path), and change the secret if others have been here")
    }
  }
}
