/// Bytes that a child wrote to one stream, secrets already replaced.
package struct OutputChunk: Sendable, Equatable {
  package enum Stream: Sendable, CaseIterable {
    case output
    case error
  }

  package var stream: Stream
  /// Microseconds UTC, when maint read the bytes.
  package var time: Int64
  package var bytes: [UInt8]
}
