import Glibc
import Supervision

/// Writes what a run has to tell to a descriptor, without ever waiting for the reader while the run goes on.
///
/// A reader that stalls (`less` left open, a pager over a hung connection) must not keep maint from timeouts, signals
/// and rollback. So a pipe, a socket or a terminal is given only what it takes at once; up to 4 MiB are kept for later
/// calls, and what comes then is dropped and counted until the reader has caught up. Regular files are written
/// directly. A reader that has gone, a terminal that has hung up among them, is no problem.
final class RunOutput {
  enum Problem: Equatable {
    /// The errno of the first write that failed; nothing was written after it.
    case failed(Int32)
    /// At the end of the run its reader took nothing more.
    case notRead
  }

  private static let limit = 4 << 20
  /// pipe(7): where poll says that a pipe can be written, there is room for this much.
  private static let pieceSize = 4096
  /// At the end of the run: how long a reader may take nothing, and how long it may take at all.
  private static let patience = (still: Duration.seconds(2), whole: Duration.seconds(10))

  private let descriptor: Int32
  private let isOwn: Bool
  /// Its reader can stall: it is tried again from time to time.
  let hasReader: Bool
  private(set) var problem: Problem?
  private var isOver = false
  private var pending: [UInt8] = []
  private var droppedLines = 0

  init(_ descriptor: Int32) {
    var status = stat()
    hasReader = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    let own = Self.reopened(descriptor, status.st_mode)
    isOwn = own != nil
    self.descriptor = own ?? descriptor
  }

  deinit {
    if isOwn { close(descriptor) }
  }

  var isPending: Bool { !pending.isEmpty }

  /// Writes or keeps all of it; false if all of it had to be dropped. `lines`: how many a reader would miss.
  @discardableResult
  func write(_ bytes: some Collection<UInt8>, lines: Int) -> Bool {
    guard !isOver else { return true }
    resume()
    guard pending.count < Self.limit, droppedLines == 0 else {
      droppedLines += lines
      return false
    }
    pending += bytes
    resume()
    return true
  }

  /// Tries again what is pending.
  func resume() {
    var start = 0
    while start < pending.count, isReady(until: nil) {
      let count = pending.withUnsafeBytes {
        let rest = $0.count - start
        return Glibc.write(
          descriptor, $0.baseAddress?.advanced(by: start), hasReader ? min(rest, Self.pieceSize) : rest)
      }
      if count >= 0 {
        start += count
      } else if errno == EAGAIN {
        break
      } else if errno != EINTR {
        return end(errno == EPIPE || errno == EIO ? nil : .failed(errno))
      }
    }
    pending.removeFirst(start)
  }

  /// How many lines were dropped, once the reader has caught up; from then on lines are taken again. nil: none, or it
  /// has not.
  func takeDroppedLines() -> Int? {
    resume()
    guard droppedLines > 0, pending.isEmpty else { return nil }
    defer { droppedLines = 0 }
    return droppedLines
  }

  /// Waits until all is written, but not for a reader that has stalled; for the end of the run.
  func settle() {
    let last = MonotonicTime.now() + Self.patience.whole
    while isPending {
      guard isReady(until: min(last, .now() + Self.patience.still)) else { return end(.notRead) }
      resume()
    }
  }

  private func end(_ problem: Problem?) {
    self.problem = problem
    isOver = true
    pending = []
    droppedLines = 0
  }

  /// Whether something can be written now, or becomes so before the time. An error is left to the write to find.
  private func isReady(until deadline: MonotonicTime?) -> Bool {
    guard hasReader else { return true }
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while true {
      let rest = deadline.map { max(0, ($0.microseconds - MonotonicTime.now().microseconds + 999) / 1000) } ?? 0
      let count = poll(&entry, 1, Int32(clamping: rest))
      if count >= 0 || errno != EINTR { return count > 0 }
    }
  }

  /// A pipe or terminal under an open file description of maint's own, which alone may be made non-blocking: the
  /// inherited one is shared with the shell. It is needed for terminals, which poll reports as soon as they take one
  /// byte; for the rest small pieces would do, and do where this fails (a socket, a terminal of another user).
  private static func reopened(_ descriptor: Int32, _ mode: mode_t) -> Int32? {
    guard mode & S_IFMT == S_IFIFO || Terminal.isTerminal(descriptor) else { return nil }
    guard fcntl(descriptor, F_GETFL) & O_NONBLOCK == 0 else { return nil }
    let own = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    return own < 0 ? nil : own
  }
}
