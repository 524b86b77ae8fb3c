import Execution
import Planning
import Reporting
import RunLog
import Scheduling
import Supervision

/// One run at a time of what was asked for: `maint run daily` beside another of them says so and does nothing.
///
/// The kernel gives the lock back when maint ends, however.
struct TargetLock {
  private static let interval = Duration.milliseconds(100)
  /// The other may have begun a moment ago, and has no number yet.
  private static let beginning = "that begins just now"
  private static let patience = Duration.seconds(10)

  private let locks: FileLocks
  private var handle = 0
  private let words: String

  /// Waits as long as `--wait` says, else not at all; a signal that asks maint to stop ends the wait.
  init(_ targets: [Target], writing: StateWriting, supervisor: Supervisor) throws(CommandFailure) {
    let words = "\(TargetText(targets))"
    let names = Set(targets.map { "target.\(TargetText([$0]))" }).sorted()
    self.init(words: words, locks: FileLocks(folder: "\(writing.state)/locks"))
    guard let name = try take(names, writing, supervisor) else { return }
    throw CommandFailure(
      "\(words): another run of it is under way (\(try Self.holder(of: name, locks, supervisor))); nothing was run",
      hint: "'maint status' shows how far it is; --wait 10m waits for it", exitCode: .notNow)
  }

  /// That of `run --due`, whatever it selects: the kernel gives it to one at a time. nil: another has it.
  static func ofDue(writing: StateWriting, supervisor: Supervisor) throws(CommandFailure) -> TargetLock? {
    var lock = TargetLock(words: "what is due", locks: FileLocks(folder: "\(writing.state)/locks"))
    return try lock.take(["target.due"], writing, supervisor) == nil ? lock : nil
  }

  private init(words: String, locks: FileLocks) {
    self.words = words
    self.locks = locks
  }

  /// The name of one that another process holds still at the end of the wait; nil: it has them.
  private mutating func take(
    _ names: [String], _ writing: StateWriting, _ supervisor: Supervisor
  ) throws(CommandFailure) -> String? {
    let wait = try PlanRequest.lockWait(of: writing.context) ?? .zero
    let end = MonotonicTime.now() + wait
    var isTold = writing.context.invocation.has(.quiet)
    while true {
      switch locks.acquire(names, for: "a run of \(words) \(Self.beginning)") {
      case .acquired(let handle):
        self.handle = handle
        return nil
      case .failed(let message): throw CommandFailure(message, exitCode: .cannotWrite)
      case .held(let name, _):
        guard MonotonicTime.now() < end else { return name }
        if !isTold {
          isTold = true
          writing.context.errors.write(
            "maint: \(words): waits up to \(DurationText.format(wait)) for "
              + "\(try Self.holder(of: name, locks, supervisor))\n")
        }
        try Self.pause(supervisor)
      }
    }
  }

  /// Named by its run, which a run that began at the same instant has only in a moment.
  private static func holder(
    of name: String, _ locks: FileLocks, _ supervisor: Supervisor
  ) throws(CommandFailure) -> String {
    let end = MonotonicTime.now() + patience
    while true {
      let holder = locks.holder(of: name)
      let isBeginning = holder.hasSuffix(beginning) || holder == FileLocks.unknownHolder
      guard isBeginning, MonotonicTime.now() < end else { return holder }
      try pause(supervisor)
    }
  }

  /// Names the run to whoever finds the lock held.
  func begun(_ run: Int) { locks.rename(handle, "run \(run) of \(words)") }

  /// Another run may begin.
  func release() { locks.release(handle) }

  private static func pause(_ supervisor: Supervisor) throws(CommandFailure) {
    for event in supervisor.wait(until: .now() + interval) {
      guard case .signalled(let number) = event, SignalName.stops(number) else { continue }
      throw CommandFailure(
        "stopped by \(SignalName.of(number)) while it waited for another run; nothing was run",
        exitCode: ExitCode(rawValue: 128 + number) ?? .terminated)
    }
  }
}
