import Foundation
@testable import Supervision
import Testing

/// A supervisor with a cookie of its own: starts shells, gathers their events, and finds what is left of them.
final class Stage {
  let supervisor: Supervisor
  let cookie = "test-\(UUID().uuidString)"
  private(set) var events: [SupervisionEvent] = []
  private var starts = 0

  init() throws {
    supervisor = try Supervisor()
  }

  func shell(
    _ script: String, timeout: Duration? = nil, grace: Duration = .seconds(5), limit: Int = 1 << 20,
    leftovers: LeftoverRule = .end, secrets: [String] = []
  ) -> ProcessSpecification {
    starts += 1
    return ProcessSpecification(
      executable: "/bin/sh", arguments: ["sh", "-eu", "-c", script], environment: ["PATH=/usr/bin:/bin"],
      workingDirectory: "/", timeout: timeout, grace: grace, outputLimit: limit, leftovers: leftovers,
      secrets: secrets.map { Array($0.utf8) }, cookie: "\(cookie)-\(starts)")
  }

  /// Starts and waits for the end; fails the test if it takes longer than `limit`.
  func run(_ specification: ProcessSpecification, within limit: Duration = .seconds(20)) throws -> Outcome {
    let child = try supervisor.start(specification)
    return try end(of: child.id, within: limit)
  }

  func end(of id: ChildID, within limit: Duration = .seconds(20)) throws -> Outcome {
    let deadline = MonotonicTime.now() + limit
    while true {
      if let ending = ending(of: id) { return Outcome(head: head(of: id), ending: ending) }
      try #require(MonotonicTime.now() < deadline, "the child has not ended")
      events += supervisor.wait(until: deadline)
    }
  }

  /// Waits until the child has written the text.
  func hear(_ text: String, from id: ChildID) throws {
    let deadline = MonotonicTime.now() + .seconds(10)
    while !Outcome.text(head(of: id), nil).contains(text) {
      try #require(MonotonicTime.now() < deadline && ending(of: id) == nil, "the child has not written '\(text)'")
      events += supervisor.wait(until: deadline)
    }
  }

  /// Serves events for a while.
  func serve(for duration: Duration) {
    let deadline = MonotonicTime.now() + duration
    while MonotonicTime.now() < deadline { events += supervisor.wait(until: deadline) }
  }

  func ending(of id: ChildID) -> Ending? {
    for case .ended(id, let ending) in events { return ending }
    return nil
  }

  func head(of id: ChildID) -> [OutputChunk] {
    events.compactMap { event in
      if case .output(id, let chunk) = event { return chunk }
      return nil
    }
  }

  /// Pids of living processes that carry the cookie, found without the code under test.
  var survivors: [Int32] {
    Host.pids.filter { Host.environment(of: $0).contains("MAINT_COOKIE=\(cookie)") && Host.isAlive($0) }
  }
}

struct Outcome {
  var head: [OutputChunk]
  var ending: Ending

  var output: String { Self.text(head + ending.tail, .output) }
  var error: String { Self.text(head + ending.tail, .error) }

  static func text(_ chunks: [OutputChunk], _ stream: OutputChunk.Stream?) -> String {
    String(decoding: chunks.filter { stream == nil || $0.stream == stream }.flatMap(\.bytes), as: UTF8.self)
  }
}
