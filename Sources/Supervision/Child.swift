import CLinux
import Glibc

/// One started process, its pipes, and how far its end has come.
///
/// A reference: as a value it would be copied, with all that it refers to, whenever the loop looks at its children.
final class Child {
  enum Phase {
    case running
    /// It ended by itself and left something that may be about to end too, like the `tee` behind a redirection.
    case settling(until: MonotonicTime)
    /// TERM was sent to all of it.
    case terminating(until: MonotonicTime)
    /// Its processes are frozen and killed, look by look, until none is found or the time is over.
    case killing(until: MonotonicTime, looks: Int)
  }

  /// How the process itself ended, and when.
  struct Exit {
    var cause: Ending.Cause
    var wallTime: Int64
    var time: MonotonicTime
  }

  let id: ChildID
  let identity: ProcessIdentity
  let grace: Duration
  let rule: LeftoverRule
  let startedAt: Int64
  let started: MonotonicTime
  let timeoutAt: MonotonicTime?
  let pidfd: Int32
  /// -1 once the stream has ended.
  private(set) var output: Int32
  private(set) var error: Int32
  private var capture: Capture
  /// To say why it could not be started.
  private let specification: ProcessSpecification
  private let start: OpaquePointer?

  var phase = Phase.running
  private(set) var exit: Exit?
  var timedOut = false
  var stopped = false
  var leftovers: [Leftover] = []

  init(
    id: ChildID, identity: ProcessIdentity, descriptors: maint_child, specification: ProcessSpecification,
    startedAt: Int64, started: MonotonicTime
  ) {
    self.id = id
    self.identity = identity
    self.grace = specification.grace
    self.rule = specification.leftovers
    self.startedAt = startedAt
    self.started = started
    self.timeoutAt = specification.timeout.map { started + $0 }
    self.pidfd = descriptors.pidfd
    self.output = descriptors.output
    self.error = descriptors.error
    self.specification = specification
    self.start = descriptors.start
    self.capture = Capture(limit: specification.outputLimit, secrets: specification.secrets)
  }

  func descriptor(of stream: OutputChunk.Stream) -> Int32 {
    switch stream {
    case .output: output
    case .error: error
    }
  }

  /// Notes the end of the process itself, if it has come. The zombie stays, and with it its pid and group id.
  func observeExit(wallTime: Int64) {
    guard exit == nil, let ending = wait(keep: true) else { return }
    let cause: Ending.Cause
    let failure = maint_start_failure(start)
    if failure != 0 {
      cause = .notStarted(StartFailure.explaining(failure, of: specification))
    } else {
      cause =
        ending.exited != 0
        ? .exited(ending.status) : .signalled(ending.status, coreDumped: ending.core_dumped != 0)
    }
    exit = Exit(cause: cause, wallTime: wallTime, time: .now())
  }

  /// One read of one pipe: whoever writes without end gets no more of a turn than the others.
  func read(
    _ stream: OutputChunk.Stream, into buffer: UnsafeMutableRawBufferPointer, at time: Int64
  ) -> OutputChunk? {
    let count = Glibc.read(descriptor(of: stream), buffer.baseAddress, buffer.count)
    if count > 0 {
      return capture.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), from: stream, at: time)
    }
    guard count == 0 || (errno != EAGAIN && errno != EINTR) else { return nil }
    close(stream)
    return capture.take(UnsafeRawBufferPointer(start: nil, count: 0), from: stream, at: time, isLast: true)
  }

  /// Reads what waits in a pipe now, but not what somebody goes on writing, and closes it.
  func drain(
    _ stream: OutputChunk.Stream, into buffer: UnsafeMutableRawBufferPointer, at time: Int64
  ) -> [OutputChunk] {
    guard descriptor(of: stream) >= 0 else { return [] }
    var chunks: [OutputChunk] = []
    var waiting = Int(maint_bytes_waiting(descriptor(of: stream)))
    while waiting > 0 && descriptor(of: stream) >= 0 {
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(waiting, buffer.count)])
      waiting -= part.count
      if let chunk = read(stream, into: part, at: time) { chunks.append(chunk) }
    }
    guard descriptor(of: stream) >= 0 else { return chunks }
    close(stream)
    let last = capture.take(UnsafeRawBufferPointer(start: nil, count: 0), from: stream, at: time, isLast: true)
    return chunks + (last.map { [$0] } ?? [])
  }

  /// Reaps the process if it has ended and closes what is open.
  func end(at wallTime: Int64) -> Ending {
    let usage = wait(keep: false)
    Glibc.close(pidfd)
    maint_start_end(start)
    let exit = exit ?? Exit(cause: .stillRunning, wallTime: wallTime, time: .now())
    let (tail, omitted) = capture.end()
    return Ending(
      cause: exit.cause, timedOut: timedOut, stopped: stopped, leftovers: leftovers, tail: tail, omitted: omitted,
      usage: ResourceUsage(
        userTime: .microseconds(usage?.user_time ?? 0), systemTime: .microseconds(usage?.system_time ?? 0),
        maximumResidentBytes: Int(usage?.maximum_resident_bytes ?? 0), readBytes: Int(usage?.read_bytes ?? 0),
        writtenBytes: Int(usage?.written_bytes ?? 0)),
      startedAt: startedAt, endedAt: exit.wallTime, elapsed: exit.time - started)
  }

  /// Waits for a child that is on its way into its program: it may be in maint's own session still, where nothing is
  /// ever signalled.
  func awaitProgram() { maint_await_program(start) }

  private func wait(keep: Bool) -> maint_ending? {
    var ending = maint_ending()
    return maint_wait(pidfd, keep ? 1 : 0, &ending) == 1 ? ending : nil
  }

  private func close(_ stream: OutputChunk.Stream) {
    Glibc.close(descriptor(of: stream))
    switch stream {
    case .output: output = -1
    case .error: error = -1
    }
  }
}
