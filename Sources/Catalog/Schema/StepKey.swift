/// The keys of a step that is more than a shell text.
enum StepKey: String, SchemaKey {
  case name, run, undo
  case condition = "if"
  case timeout, retries, delay, backoff
  case environment = "env"
  case workingDirectory = "cwd"
  case user, shell
  case exitCodes = "exit_codes"
  case onFailure = "on_failure"
  case processes, rehearse

  static let construct = "a step"
  static let requiredKeys: [StepKey] = [.run]
  static let synonyms: [String: StepKey] = [
    "command": .run, "cmd": .run, "script": .run, "exec": .run, "when": .condition, "environment": .environment,
    "workdir": .workingDirectory, "chdir": .workingDirectory, "become_user": .user,
  ]
  static let retriesRange = 0...1_000
  static let backoffRange = 1.0...100.0
  static let exitCodeRange = 0...255

  /// The one stage whose steps have it; nil: all of them.
  var stage: Stage? { self == .undo ? .change : nil }

  func isAllowed(in stage: Stage) -> Bool { (self.stage ?? stage) == stage }

  var field: Field {
    switch self {
    case .name: Field(.text, "What it is called in plan and log; the first line of run unless given.")
    case .run: Field(.script, "The shell text.")
    case .undo: Field(.script, "In change: a shell text that takes this one step back.")
    case .condition: Field(.script, "A shell test; the step is skipped when it fails.")
    case .timeout: Field(.timeLimit, "For one attempt.")
    case .retries: Field(.count(Self.retriesRange), "Further attempts after the first; 0 unless given.")
    case .delay: Field(.duration, "The pause before a further attempt; 0s unless given.")
    case .backoff: Field(.factor(Self.backoffRange), "Each further delay is this many times the one before.")
    case .environment: Field(.map(.environmentName, of: .text), "Variables of this step alone.")
    case .workingDirectory: Field(.absolutePath, "The folder in which it runs.")
    case .user: Field(.userName, "The user as whom it runs; maint must then be root.")
    case .shell: Field(.choice(of: Step.Shell.self), "sh (-eu), or bash (-eu -o pipefail); sh unless given.")
    case .exitCodes: Field(.filledList(.count(Self.exitCodeRange)), "Exit codes that mean success; 0 unless given.")
    case .onFailure:
      Field(
        .choice(of: Step.FailurePolicy.self),
        "fail; warn, and go on; or, in precheck, skip the task, which ends well. fail unless given.")
    case .processes:
      Field(.choice(of: Step.ProcessPolicy.self), "What becomes of processes that it leaves; end unless given.")
    case .rehearse: Field(.script, "In a rehearsal: run, skip, or a shell text in its place; run unless given.")
    }
  }
}
