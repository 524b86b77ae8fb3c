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
    try sandbox.start(arguments, environment: environment)
    while true {
      var polled = [sandbox.boundary, sandbox.endingDescriptor].map {
        pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
      }
      guard poll(&polled, 2, -1) > 0 else { continue }
      if polled[0].revents & Int16(POLLIN) != 0 {
        try answer()
      } else if polled[1].revents != 0 {
        break
      }
    }
    let ending = try sandbox.ending()
    laterChanges = try look()
    openLog()
    return ending
  }

  private mutating func answer() throws(SandboxFailure) {
    var bytes = [UInt8](repeating: 0, count: BoundaryMessage.longest)
    let count = recv(sandbox.boundary, &bytes, bytes.count, 0)
    guard count > 0, let message = BoundaryMessage(bytes[..<count]) else { return }
    switch message {
    case .secret(let value): secrets.append(String(decoding: value, as: UTF8.self))
    case .ended(let attempt):
      openLog()
      changes[attempt.step, default: []] += try look()
    }
    var answer = BoundaryMessage.Answer.goOn.rawValue
    _ = send(sandbox.boundary, &answer, 1, Int32(MSG_NOSIGNAL))
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
