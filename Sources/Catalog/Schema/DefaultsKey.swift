/// The keys of `defaults`.
enum DefaultsKey: String, SchemaKey {
  case stepTimeout = "step_timeout"
  case taskTimeout = "task_timeout"
  case grace
  case outputLimit = "output_limit"
  case lockWait = "lock_wait"
  case copyTo = "copy_to"
  case rto, rpo
  case keep
  case requireDrill = "require_drill"
  case dashboard
  case prometheus

  static let construct = "a map of defaults"
  static let requiredKeys: [DefaultsKey] = []
  /// Bytes: less shows nothing of use, more would fill the run log.
  static let outputLimitRange = 1_024...(1 << 30)

  var field: Field {
    switch self {
    case .stepTimeout: Field(.timeLimit, "For one attempt of a step; no limit unless given.")
    case .taskTimeout: Field(.timeLimit, "For precheck to verify of a task together; no limit unless given.")
    case .grace: Field(.duration, "Between asking a step to end (TERM) and ending it (KILL); 10s unless given.")
    case .outputLimit: Field(.size(Self.outputLimitRange), "Output kept of one step; 1MiB unless given.")
    case .lockWait: Field(.duration, "How long a task waits for a lock of another maint; 10m unless given.")
    case .copyTo:
      Field(.construct(.copy), "Takes each backup off-site when its run has ended, unless its runbook says otherwise.")
    case .rto: Field(.timeLimit, "How long restoring a backup may take; 'maint backup drill' measures it.")
    case .rpo: Field(.timeLimit, "How old the newest backup may be; 'maint backup drill' measures it.")
    case .keep: Field(.construct(.keep), "Which backups of a task stay when newer ones are made; all unless given.")
    case .requireDrill: Field(.construct(.drill), "Tasks that change something run only with a proven rollback.")
    case .dashboard:
      Field(.plainPath, "The page of 'maint dashboard', written anew to this file after each run; none unless given.")
    case .prometheus:
      Field(.metricsPath, "As dashboard, the file of 'maint metrics --prometheus' for node_exporter.")
    }
  }
}
