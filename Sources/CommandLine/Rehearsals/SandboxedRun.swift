import Execution
import Glibc
import Rehearsal
import RunLog

/// A run in a sandbox as the maint outside sees it: after each attempt it looks at what is different from the host.
struct SandboxedRun {
  let sandbox: Sandbox
  private(set) var texts = KeptTexts()
  private(set) var changes: [StepKey: [Rehearsal.PathChange]] = [:]
  private(set) var laterChanges: [Rehearsal.PathChange] = []
  private(set) var secrets: [String] = []
  private(set) var comparison: LayerComparison?
  /// Opened at the first boundary and held: a step that removes it must not take it from the report.
  private(set) var log: RunLog?

  init(_ sandbox: Sandbox) { self.sandbox = sandbox }

  /// The state folder of the maint inside.
  static let state = "\(Sandbox.workplace)/state"
  private var stateOutside: String { "\(sandbox.workplace)/state" }

  /// Carries it out to its end.
  mutating func callAsFunction(
    _ arguments: [String], environment: [String]
  ) throws(SandboxFailure) -> Sandbox.Ending {
    try sandbox.start(arguments, environment: environment, output: .kept)
    while true {
      switch try sandbox.nextEvent() {
      case .ended(let ending):
        laterChanges = try look()
        openLog()
        return ending
      case .message(let message): sandbox.answer(try answer(to: message))
      }
    }
  }

  private mutating func answer(to message: BoundaryMessage) throws(SandboxFailure) -> BoundaryAnswer {
    switch message {
    case .ready: return .orders(SandboxOrders())
    case .begins: break
    case .secret(let value): secrets.append(String(decoding: value, as: UTF8.self))
    case .ended(let attempt):
      openLog()
      changes[attempt.step, default: []] += try look()
    }
    return .goOn
  }

  private mutating func openLog() {
    if log == nil { log = try? RunLog.open(state: stateOutside, access: .readOnly) }
  }

  /// What has happened since the last look.
  private mutating func look() throws(SandboxFailure) -> [Rehearsal.PathChange] {
    let next = try LayerComparison(sandbox.layers, after: comparison)
    texts.keep(next, sandbox.layers)
    let found = next.changes(since: comparison, texts: texts)
    comparison = next
    return found
  }
}
