import Glibc

/// What one turn of the loop waits for: maint's signals, the ends of its children, and their output.
struct Watch {
  enum Source {
    case signals
    /// The number is the child's place in the supervisor's list.
    case end(Int)
    case pipe(Int, OutputChunk.Stream)
  }

  private var descriptors: [pollfd] = []
  private var sources: [Source] = []

  mutating func prepare(signals: Int32, children: [Child]) {
    descriptors.removeAll(keepingCapacity: true)
    sources.removeAll(keepingCapacity: true)
    add(.signals, signals)
    for (index, child) in children.enumerated() {
      // The pidfd of a zombie stays readable until it is reaped: asked once.
      if child.exit == nil { add(.end(index), child.pidfd) }
      for stream in OutputChunk.Stream.allCases where child.descriptor(of: stream) >= 0 {
        add(.pipe(index, stream), child.descriptor(of: stream))
      }
    }
  }

  /// Waits until something is ready or the time is over, and returns what is ready; an interruption is an empty turn.
  mutating func poll(until deadline: MonotonicTime?) -> [Source] {
    let count = Glibc.poll(&descriptors, nfds_t(descriptors.count), Self.milliseconds(until: deadline))
    guard count > 0 else { return [] }
    return zip(descriptors, sources).compactMap { $0.revents == 0 ? nil : $1 }
  }

  private mutating func add(_ source: Source, _ descriptor: Int32) {
    descriptors.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
    sources.append(source)
  }

  /// Rounded up, or the last millisecond would be spent in turns that do nothing.
  private static func milliseconds(until deadline: MonotonicTime?) -> Int32 {
    guard let deadline else { return -1 }
    let rest = deadline.microseconds - MonotonicTime.now().microseconds
    return Int32(clamping: max(0, (rest + 999) / 1000))
  }
}
