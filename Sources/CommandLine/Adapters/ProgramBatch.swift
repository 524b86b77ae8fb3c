import Execution
import Glibc
import Supervision

/// Runs programs for what they print, as many at a time as there are processors. A signal that asks maint to stop ends
/// them all.
struct ProgramBatch {
  struct Result {
    let cause: Ending.Cause
    var output: [UInt8] = []
    var error: [UInt8] = []
    /// Nothing of the output was dropped, and the program ended by itself.
    let isWhole: Bool
  }

  private let specifications: [ProcessSpecification]
  private var results: [Result?]
  private var running: [ChildID: (index: Int, output: [UInt8], error: [UInt8])] = [:]

  /// By their order; nil for one whose program cannot be started. That there is no room for any is a failure.
  static func run(_ specifications: [ProcessSpecification]) throws(CommandFailure) -> [Result?] {
    if specifications.isEmpty { return [] }
    let supervisor: Supervisor
    do throws(SupervisionFailure) {
      supervisor = try Supervisor()
    } catch {
      throw CommandFailure("no program can be run here: \(error.words)", exitCode: .cannotWrite)
    }
    var batch = ProgramBatch(specifications)
    try batch.run(with: supervisor)
    return batch.results
  }

  private init(_ specifications: [ProcessSpecification]) {
    self.specifications = specifications
    results = Array(repeating: nil, count: specifications.count)
  }

  private mutating func run(with supervisor: Supervisor) throws(CommandFailure) {
    let atOnce = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    var next = 0
    while next < specifications.count || !running.isEmpty {
      while next < specifications.count, running.count < atOnce {
        try start(next, with: supervisor)
        next += 1
      }
      if running.isEmpty { continue }
      for event in supervisor.wait(until: nil) { try take(event) }
    }
  }

  private mutating func start(_ index: Int, with supervisor: Supervisor) throws(CommandFailure) {
    do throws(Supervision.StartFailure) {
      running[try supervisor.start(specifications[index]).id] = (index, [], [])
    } catch {
      guard error.isShortage else { return }
      throw CommandFailure(
        "\(specifications[index].executable) cannot be started now: \(error.words)", hint: "try again later",
        exitCode: .cannotWrite)
    }
  }

  private mutating func take(_ event: SupervisionEvent) throws(CommandFailure) {
    switch event {
    case .output(let id, let chunk): add(chunk, to: id)
    case .ended(let id, let ending):
      for chunk in ending.tail { add(chunk, to: id) }
      guard let ended = running.removeValue(forKey: id) else { return }
      results[ended.index] = Result(
        cause: ending.cause, output: ended.output, error: ended.error,
        isWhole: ending.omitted.output == 0 && !ending.timedOut)
    case .signalled(let number) where SignalName.stops(number):
      throw CommandFailure(
        "stopped by \(SignalName.of(number))", exitCode: number == SIGINT ? .interrupted : .terminated)
    case .signalled: break
    }
  }

  private mutating func add(_ chunk: OutputChunk, to id: ChildID) {
    switch chunk.stream {
    case .output: running[id]?.output += chunk.bytes
    case .error: running[id]?.error += chunk.bytes
    }
  }
}
