/// What maint tells a step: the variables of its environment that begin with `ReservedVariable.ownPrefix`.
package enum StepVariable: String, CaseIterable, Sendable {
  case run = "MAINT_RUN"
  case task = "MAINT_TASK"
  case stage = "MAINT_STAGE"
  case step = "MAINT_STEP"
  case attempt = "MAINT_ATTEMPT"
  case state = "MAINT_STATE"
  case project = "MAINT_PROJECT"
  case executable = "MAINT_EXECUTABLE"
  case rehearsal = "MAINT_REHEARSAL"
  case backupFolder = "MAINT_BACKUP_DIR"
  case backup = "MAINT_BACKUP"
  case outcome = "MAINT_OUTCOME"
  case failedStep = "MAINT_FAILED_STEP"
  case metrics = "MAINT_METRICS"
  case summary = "MAINT_SUMMARY"
  case environment = "MAINT_ENV"
  case warnings = "MAINT_WARNINGS"

  /// One line for the operator.
  package var help: String {
    switch self {
    case .run: "The number of the run."
    case .task: "The full name of the task."
    case .stage: "The stage of the step."
    case .step: "The place of the step in its stage, from 1."
    case .attempt: "The number of the attempt, from 1."
    case .state: "The state folder."
    case .project: "The folder of the project."
    case .executable: "The path of this maint."
    case .rehearsal: "1 in a rehearsal, else 0."
    case .backupFolder: "Where a task with a backup stage keeps it."
    case .backup: "In copy_to: the ID of the backup, such as 12/daily.web."
    case .outcome: "In rollback and cleanup: the outcome so far."
    case .failedStep: "In rollback and cleanup: the step that failed, such as change.2; empty where none did."
    case .metrics: "A file for lines of Prometheus text format, which become samples: 'maint metrics' prints them."
    case .summary: "A file for Markdown, which 'maint show' prints."
    case .environment:
      "A file for NAME=value lines, variables of the later steps of the task; those of a step with user reach only "
        + "steps of the same user."
    case .warnings: "A file for warnings, one a line: the step ends warned, and the task goes on."
    }
  }

  /// As it stands in the environment.
  package func assignment(_ value: some CustomStringConvertible) -> String { "\(rawValue)=\(value)" }
}
