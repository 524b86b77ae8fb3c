/// How a child ended, and what is known of it only then.
package struct Ending: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32, coreDumped: Bool)
    /// The program of a child that was only begun was never executed.
    case notStarted(StartFailure)
    /// Not even KILL ended it within five seconds: it hangs in the kernel or belongs to another user.
    case stillRunning
  }

  package var cause: Cause
  /// The timeout ended it; a process that came to its end before it was told to is not counted.
  package var timedOut: Bool
  /// `stop` or `kill` ended it, with the same exception.
  package var stopped: Bool
  /// What the child left running when it ended by itself; of a child that was told to end, what outlived the grace.
  package var leftovers: [Leftover]
  /// The last part of the output, oldest first; the head went out as events.
  package var tail: [OutputChunk]
  /// Bytes between head and tail that were dropped, counted after secrets were replaced.
  package var omitted: OmittedBytes
  package var usage: ResourceUsage
  /// Microseconds UTC.
  package var startedAt: Int64
  /// Microseconds UTC, when the end of the process itself was seen; its leftovers may have taken longer.
  package var endedAt: Int64
  /// Between the two, by the monotonic clock: a changed system time does not show in it.
  package var elapsed: Duration
}

/// Bytes of each stream that were dropped between head and tail.
package struct OmittedBytes: Sendable, Equatable {
  package var output = 0
  package var error = 0
}
