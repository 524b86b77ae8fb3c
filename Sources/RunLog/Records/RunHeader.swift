import Execution
import Planning
import Scheduling

/// What is known of a run when it begins: who asked for what, where, and which process carries it out.
package struct RunHeader: Sendable, Hashable {
  /// The command line as typed, less the program's name.
  package var arguments: [String]
  package var targets: [Target]
  package var startedAt: Timestamp
  /// How long the host had been up then; nil: not known.
  package var sinceBoot: Duration?
  /// The maint process itself.
  package var process: ProcessIdentity
  /// `/proc/sys/kernel/random/boot_id`: a process of another boot is gone, whatever its number.
  package var bootID: String
  /// The boot in which the run began, where a recovery has taken it over in another; nil: that is `bootID`.
  package var firstBootID: String?
  /// The name of the user who started it.
  package var user: String
  package var host: String
  /// Of maint.
  package var version: String
  /// `TZ` as its steps have it; nil: they have none.
  package var timezone: String?
  /// The path of the project folder.
  package var project: String
  /// The earlier run that it goes on with, or whose changes it takes back.
  package var resumes: Int?
  package var rollsBack: Int?
  /// Who let its tasks start whatever windows and freezes say, and why; nil: nobody.
  package var override: WindowOverride?

  package init(
    arguments: [String], targets: [Target], startedAt: Timestamp, process: ProcessIdentity, bootID: String,
    user: String, host: String, version: String, timezone: String? = nil, project: String, resumes: Int? = nil,
    rollsBack: Int? = nil, sinceBoot: Duration? = nil, override: WindowOverride? = nil
  ) {
    self.arguments = arguments
    self.targets = targets
    self.startedAt = startedAt
    self.process = process
    self.bootID = bootID
    self.user = user
    self.host = host
    self.version = version
    self.timezone = timezone
    self.project = project
    self.resumes = resumes
    self.rollsBack = rollsBack
    self.sinceBoot = sinceBoot
    self.override = override
  }
}
