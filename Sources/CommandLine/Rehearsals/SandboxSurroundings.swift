import Catalog
import Execution
import Glibc
import Planning
import Rehearsal
import Reporting

/// What sandboxes are made of for a verb, and how the maint inside them is started.
struct SandboxSurroundings {
  let context: Context

  func request(_ plan: Plan, _ place: RehearsalPlace) -> SandboxRequest {
    var request = SandboxRequest(mountPoint: place.mountPoint)
    request.scratch = place.scratch
    request.sharesNetwork = context.invocation.has(.shareNetwork)
    request.binds = binds
    let project = FolderChoice.absolute(context.folders.project)
    let executable = OwnProcess.executable
    request.revealed = [project, executable.lastIndex(of: "/").map { String(executable[..<$0]) } ?? "/"]
    if let credentials = context.variables.value("CREDENTIALS_DIRECTORY") { request.revealed.append(credentials) }
    request.expected = ["/var/tmp", project] + (context.variables.value("HOME").map { [$0] } ?? [])
    for runbook in plan.runbooks {
      let steps = Stage.allCases.flatMap { runbook.steps(of: $0) }
      request.expected += steps.compactMap { $0.pathAction?.path } + steps.compactMap(\.workingDirectory)
      request.expected += runbook.touches + runbook.ignored
    }
    return request
  }

  private var binds: [String] { context.invocation.values(.bind).map(FolderChoice.absolute) }

  /// What is open to the host on purpose.
  var holes: [String] {
    (context.invocation.has(.shareNetwork) ? ["the host's network (--share-net)"] : [])
      + binds.map { "\($0) (--bind)" }
  }

  /// The command line of the maint inside that carries out a plan.
  var arguments: [String] {
    let invocation = context.invocation
    let values = invocation.assignments.flatMap { [Option.with.flag, "\($0.name)=\($0.value)"] }
    return arguments(of: .carryOutRehearsal, invocation.arguments + values)
  }

  func arguments(of verb: Verb, _ words: [String]) -> [String] {
    let options = ["-C", FolderChoice.absolute(context.folders.project), "--state", SandboxedRun.state]
    return [OwnProcess.executable] + options + [verb.rawValue] + words
  }

  /// As maint itself was started with.
  static var environment: [String] {
    var variables: [String] = []
    var next = environ
    while let variable = next.pointee {
      variables.append(String(cString: variable))
      next += 1
    }
    return variables
  }
}

extension Sandbox.Ending {
  var words: String {
    switch self {
    case .exited(let code): "exited with \(code)"
    case .signalled(let number): "was ended by \(SignalName.of(number))"
    }
  }
}

extension Sandbox {
  /// The last that the maint inside has printed, for a hint; nil where it was silent.
  var lastWords: String? {
    let text = String(decoding: printed().suffix(2000), as: UTF8.self)
    let words = HarmlessText.words(text.split(separator: "\n").joined(separator: "; "))
    return words.isEmpty ? nil : "it said: \(words)"
  }
}
