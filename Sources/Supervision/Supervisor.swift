import CLinux
import Glibc

/// Runs process trees and reports what they print and how they end; leaves nothing of them behind.
///
/// Belongs to one thread, and a process has at most one at a time: it makes the process the reaper of orphaned
/// descendants, ignores SIGPIPE and blocks the signals that it reports, all undone when it is released. What still
/// runs then is killed first, except what was left under `LeftoverRule.keep`. What a step has another service start
/// for it (systemd, a container engine, `at`) is that service's process: it is neither found nor ended.
package final class Supervisor {
  let wallClock: () -> Int64
  let ownSession = getsid(0)
  /// One buffer for all pipes, of the size that a pipe holds.
  let buffer: UnsafeMutableRawBufferPointer
  var children: [Child] = []
  var orphans: Orphans
  var events: [SupervisionEvent] = []
  private var watch = Watch()
  private var gate: SignalGate
  private let null: Int32
  private let ignoredSignals: UInt64
  private let wasSubreaper: Int32
  /// The cookie of the step that runs this maint, and a slash; empty if none does.
  private let enclosingCookie: String
  private var started = 0

  /// The wall clock gives microseconds UTC for the times in events; deadlines follow `MonotonicTime`.
  package init(wallClock: @escaping () -> Int64 = MonotonicTime.wallClock) throws(SupervisionFailure) {
    let pidfd = maint_pidfd_open(getpid())
    guard pidfd >= 0 else { throw .pidfdUnavailable(errno: errno) }
    close(pidfd)
    self.wallClock = wallClock
    null = try Self.openNull()
    wasSubreaper = maint_get_subreaper()
    guard maint_set_subreaper(1) == 0 else { throw .system(call: "prctl", errno: errno) }
    gate = try SignalGate()
    ignoredSignals = maint_ignored_signals()
    orphans = Orphans(ownSession: ownSession)
    enclosingCookie = getenv(Claim.variable).map { String(cString: $0) + "/" } ?? ""
    buffer = .allocate(byteCount: 65536, alignment: 16)
  }

  deinit {
    for child in children { kill(child.id) }
    while !children.isEmpty { _ = wait(until: nil) }
    orphans.close()
    gate.restore()
    _ = maint_set_subreaper(wasSubreaper)
    close(null)
    buffer.deallocate()
  }

  /// Starts a process and returns as soon as it executes its program; its events come from `wait`.
  package func start(_ specification: ProcessSpecification) throws(StartFailure) -> StartedChild {
    var spawned = try spawn(specification)
    let code = maint_await_start(&spawned.descriptors)
    guard code == 0 else { throw StartFailure.explaining(code, of: specification) }
    return admit(spawned, specification)
  }

  /// Like `start`, but returns while the process is still on its way into its program: maint has time for other things
  /// meanwhile. Why it never got there is told by its end.
  package func begin(_ specification: ProcessSpecification) throws(StartFailure) -> StartedChild {
    admit(try spawn(specification), specification)
  }

  private struct Spawned {
    var descriptors = maint_child()
    var identity: ProcessIdentity
    var startedAt: Int64
    var started: MonotonicTime
  }

  private func spawn(_ specification: ProcessSpecification) throws(StartFailure) -> Spawned {
    var arguments = StringVector(specification.arguments)
    var environment = StringVector(specification.environment.filter { !$0.hasPrefix(Claim.assignment) })
    environment.append(Claim.assignment + enclosingCookie + specification.cookie)
    if let failure = StartFailure.nulByte(in: specification, arguments, environment) { throw failure }

    let startedAt = wallClock()
    let started = MonotonicTime.now()
    var descriptors = maint_child()
    var code: Int32 = 0
    var input = null
    if let bytes = specification.input {
      input = bytes.withUnsafeBytes { maint_memory_file($0.baseAddress, $0.count) }
      guard input >= 0 else { throw StartFailure.explaining(errno, of: specification) }
    }
    defer { if input != null { close(input) } }
    let identity = ProcessIdentity.ofProcess {
      code = arguments.withPointers { argv in
        environment.withPointers { envp in
          maint_spawn(
            specification.executable, argv, envp, specification.workingDirectory, input, ignoredSignals,
            specification.endsWithMaint ? 1 : 0, &descriptors)
        }
      }
      return (descriptors.pid, descriptors.begun)
    }
    guard code == 0 else { throw StartFailure.explaining(code, of: specification) }
    return Spawned(descriptors: descriptors, identity: identity, startedAt: startedAt, started: started)
  }

  private func admit(_ spawned: Spawned, _ specification: ProcessSpecification) -> StartedChild {
    started += 1
    let id = ChildID(number: started)
    children.append(
      Child(
        id: id, identity: spawned.identity, descriptors: spawned.descriptors, specification: specification,
        startedAt: spawned.startedAt, started: spawned.started))
    orphans.add(Claim(id: id, cookie: Array(specification.cookie.utf8), leader: spawned.identity))
    return StartedChild(id: id, identity: spawned.identity)
  }

  /// Starts a process in a session of its own that goes its own way: nobody waits for it, reads what it prints, or ends it,
  /// also when it is found among what a child has left behind. That it cannot be started is told to nobody.
  package func startAside(_ executable: String, _ arguments: [String], environment: [String]) {
    var arguments = StringVector(arguments)
    var environment = StringVector(environment)
    // A cookie that no child has.
    environment.append("\(Claim.assignment)aside-\(getpid())")
    var descriptors = maint_child()
    let code = arguments.withPointers { argv in
      environment.withPointers { envp in
        maint_spawn(executable, argv, envp, "/", null, ignoredSignals, 0, &descriptors)
      }
    }
    guard code == 0, maint_await_start(&descriptors) == 0 else { return }
    maint_start_end(descriptors.start)
    for descriptor in [descriptors.pidfd, descriptors.output, descriptors.error] { close(descriptor) }
  }

  /// Blocks until something happened, the deadline has passed, or both; without a deadline and without children,
  /// until a signal comes. The events are in order, and none is reported twice.
  package func wait(until deadline: MonotonicTime?) -> [SupervisionEvent] {
    while true {
      turn(until: deadline)
      if !events.isEmpty {
        defer { events = [] }
        return events
      }
      if let deadline, deadline <= .now() { return [] }
    }
  }

  /// TERM and CONT to the child and all its descendants, and KILL to what is left when the grace period is over.
  ///
  /// Called again, it can shorten the grace period but not prolong it. The end is reported by `wait` as usual; a
  /// child that has already ended is left as it is.
  package func stop(_ id: ChildID, grace: Duration) {
    guard let index = children.firstIndex(where: { $0.id == id }) else { return }
    children[index].observeExit(wallTime: wallClock())
    orphans.update()
    stop(at: index, until: .now() + grace)
  }

  /// KILL to the child and all its descendants, without notice. Otherwise like `stop`.
  package func kill(_ id: ChildID) { stop(id, grace: .zero) }

  private func turn(until deadline: MonotonicTime?) {
    watch.prepare(signals: gate.descriptor, children: children)
    let now = MonotonicTime.now()
    let deadlines = children.compactMap { $0.nextLook(after: now) } + (deadline.map { [$0] } ?? [])
    var mustLook = children.contains { $0.isEnding }
    for source in watch.poll(until: deadlines.min()) {
      switch source {
      case .signals:
        let signals = gate.pending()
        mustLook = mustLook || signals.contains(SIGCHLD)
        events += signals.filter { $0 != SIGCHLD }.map { .signalled($0) }
      case .end(let index):
        children[index].observeExit(wallTime: wallClock())
        mustLook = true
      case .pipe(let index, let stream):
        if let chunk = children[index].read(stream, into: buffer, at: wallClock()) {
          events.append(.output(children[index].id, chunk))
        }
      }
    }
    if mustLook { orphans.update() }
    advanceAll(at: .now())
  }

  /// `/dev/null` for the children. Where maint was started with a standard descriptor closed it gets one there too:
  /// else a pipe could take its number, and the spawn would overwrite one end with another.
  private static func openNull() throws(SupervisionFailure) -> Int32 {
    while true {
      let descriptor = open("/dev/null", O_RDWR)
      guard descriptor >= 0 else { throw .system(call: "open /dev/null", errno: errno) }
      guard descriptor > 2 else { continue }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      return descriptor
    }
  }
}
