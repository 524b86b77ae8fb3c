import Execution
import Glibc
import Scheduling
import Supervision

/// Gives the engine's commands to the supervisor, as shell calls.
final class SupervisedRunner: ProcessRunner {
  private let supervisor: Supervisor
  private let run: Int
  private let owner = OwnProcess.identity
  private var numbers: [ChildID: Int] = [:]
  private var children: [Int: ChildID] = [:]
  /// Events of other processes that came while `runToEnd` waited for its own.
  private var stashed: [SupervisionEvent] = []

  init(supervisor: Supervisor, run: Int) {
    self.supervisor = supervisor
    self.run = run
  }

  func start(_ command: Command, process: Int) throws(Execution.StartFailure) -> Execution.ProcessIdentity {
    let specification = specification(of: command, process: "\(process)")
    let started: StartedChild
    do throws(Supervision.StartFailure) {
      started = try supervisor.begin(specification)
    } catch {
      throw Execution.StartFailure(error)
    }
    numbers[started.id] = process
    children[process] = started.id
    return Execution.ProcessIdentity(pid: started.identity.pid, startTime: started.identity.startTime)
  }

  func wait(until deadline: Int64?) -> [ProcessEvent] {
    let events: [SupervisionEvent]
    if stashed.isEmpty {
      events = supervisor.wait(until: deadline.map { MonotonicTime(microseconds: $0) })
    } else {
      events = stashed
      stashed = []
    }
    return events.flatMap(translate)
  }

  func stop(process: Int, grace: Duration) {
    guard let child = children[process] else { return }
    supervisor.stop(child, grace: grace)
  }

  /// Runs a shell text aside from the run's steps and gives back what it printed, with what it said to standard error
  /// where that is asked for; for secrets that a command makes, and for copies of backups. `cookie`: by which another
  /// maint finds what is left of it.
  ///
  /// What happens to the steps meanwhile is kept for `wait`, so the engine hears of it when the command has ended: its
  /// deadlines, a task's timeout among them, are served late by as long as the command takes, which its own timeout
  /// bounds. A signal that asks maint to stop is not kept waiting: it stops the command, and none is begun while such
  /// a signal has not been handed on.
  func runToEnd(
    _ command: Command, cookie: String? = nil, withErrors: Bool = false
  ) throws(AsideFailure) -> (ending: ProcessEnding, output: [UInt8]) {
    if let stopSignal { throw .toldToStop(signal: stopSignal) }
    let started: StartedChild
    do throws(Execution.StartFailure) {
      var specification = specification(of: command, process: "aside\(stashed.count)")
      if let cookie { specification.cookie = cookie }
      started = try start(specification)
    } catch {
      throw .notStarted(error)
    }
    var output: [UInt8] = []
    while true {
      var ending: Ending?
      for event in supervisor.wait(until: nil) {
        switch event {
        case .output(started.id, let chunk):
          if chunk.stream == .output || withErrors { output += chunk.bytes }
        case .ended(started.id, let found):
          // What came together with it is still to be kept: no event is reported twice.
          ending = found
        case .signalled(let number) where SignalName.stops(number):
          supervisor.stop(started.id, grace: command.grace)
          stashed.append(event)
        case .output, .ended, .signalled:
          stashed.append(event)
        }
      }
      guard let ending else { continue }
      if let stopSignal { throw .toldToStop(signal: stopSignal) }
      for chunk in ending.tail where chunk.stream == .output || withErrors { output += chunk.bytes }
      return (Self.translate(ending), output)
    }
  }

  /// The first signal that asks maint to stop and that the engine has not heard of.
  private var stopSignal: Int32? {
    for case .signalled(let number) in stashed where SignalName.stops(number) { return number }
    return nil
  }

  private func start(_ specification: ProcessSpecification) throws(Execution.StartFailure) -> StartedChild {
    do throws(Supervision.StartFailure) {
      return try supervisor.start(specification)
    } catch {
      throw Execution.StartFailure(error)
    }
  }

  /// The shell with the text.
  static func shell(of command: Command) -> [String] {
    // What follows `-c` is read as options still: a text may begin with a sign of theirs.
    switch command.shell {
    case .sh: ["/bin/sh", "-eu", "-c", "--", command.script]
    case .bash: ["/bin/bash", "-eu", "-o", "pipefail", "-c", "--", command.script]
    }
  }

  /// The whole argv, its first word the path of the program.
  static func arguments(of command: Command) -> [String] {
    let shell = shell(of: command)
    guard let user = command.user else { return shell }
    // posix_spawn cannot change the user; setpriv does, and is then replaced by the shell.
    return ["/usr/bin/setpriv", "--reuid=\(user.uid)", "--regid=\(user.gid)", "--init-groups", "--"] + shell
  }

  private func specification(of command: Command, process: String) -> ProcessSpecification {
    let arguments = Self.arguments(of: command)
    let cookie = StepCookie(owner: owner, run: run, process: process, attempt: command.attempt)
    return ProcessSpecification(
      executable: arguments[0], arguments: arguments, environment: command.environment,
      workingDirectory: command.workingDirectory, timeout: command.timeout, grace: command.grace,
      outputLimit: command.outputLimit, leftovers: command.processes == .keep ? .keep : .end,
      secrets: command.secrets.map { Array($0.utf8) }, cookie: cookie.text)
  }

  private func translate(_ event: SupervisionEvent) -> [ProcessEvent] {
    switch event {
    case .output(let child, let chunk):
      guard let process = numbers[child] else { return [] }
      return [.output(process: process, OutputPiece(chunk))]
    case .ended(let child, let ending):
      guard let process = numbers.removeValue(forKey: child) else { return [] }
      children[process] = nil
      let marks = Self.marks(of: ending)
      let tail = ending.tail.map { OutputPiece($0) }
      return (marks + tail).map { .output(process: process, $0) } + [
        .ended(process: process, Self.translate(ending))
      ]
    case .signalled(let number):
      return [.signal(number)]
    }
  }

  private static func marks(of ending: Ending) -> [OutputPiece] {
    let at = Timestamp(microseconds: ending.tail.first?.time ?? ending.endedAt)
    return [(OutputPiece.Stream.stdout, ending.omitted.output), (.stderr, ending.omitted.error)]
      .filter { $0.1 > 0 }
      .map { OutputPiece(stream: $0.0, at: at, content: .omitted($0.1)) }
  }

  private static func translate(_ ending: Ending) -> ProcessEnding {
    var result: ProcessEnding
    switch ending.cause {
    case .exited(let code): result = ProcessEnding(.exited(code))
    case .signalled(let number, coreDumped: _): result = ProcessEnding(.signalled(number))
    case .notStarted(let failure): result = ProcessEnding(.notStarted(Execution.StartFailure(failure)))
    case .stillRunning:
      result = ProcessEnding(.signalled(SIGKILL))
      result.notes = ["its process could not be ended even by SIGKILL and still runs: a human is needed"]
    }
    result.timedOut = ending.timedOut
    result.wasStopped = ending.stopped
    result.notes += ending.leftovers.map(\.words)
    result.stillRuns = ending.cause == .stillRunning || ending.leftovers.contains { $0.isAlive }
    result.leftToEnd = ending.leftovers.contains { $0.fate != .kept }
    result.used.userTime = ending.usage.userTime
    result.used.systemTime = ending.usage.systemTime
    result.used.peakMemoryBytes = ending.usage.maximumResidentBytes
    result.used.readBytes = ending.usage.readBytes
    result.used.writtenBytes = ending.usage.writtenBytes
    return result
  }
}
