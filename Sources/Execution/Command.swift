import Catalog

/// A shell text with everything that running it needs.
package struct Command: Sendable {
  package var script: String
  package var shell: Step.Shell
  /// Complete, each as `NAME=value`.
  package var environment: [String]
  package var workingDirectory: String
  /// nil: the user who runs maint.
  package var user: CommandUser?
  package var timeout: Duration?
  /// Between TERM and KILL.
  package var grace: Duration
  /// Bytes of output kept.
  package var outputLimit: Int
  package var processes: Step.ProcessPolicy
  /// Replaced by `***` in the output.
  package var secrets: [String]
  /// Whose it is; nil: it is no step's.
  package var attempt: AttemptKey?

  package init(
    script: String, shell: Step.Shell, environment: [String], workingDirectory: String, user: CommandUser?,
    timeout: Duration?, grace: Duration, outputLimit: Int, processes: Step.ProcessPolicy, secrets: [String],
    attempt: AttemptKey? = nil
  ) {
    self.script = script
    self.shell = shell
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.user = user
    self.timeout = timeout
    self.grace = grace
    self.outputLimit = outputLimit
    self.processes = processes
    self.secrets = secrets
    self.attempt = attempt
  }
}
