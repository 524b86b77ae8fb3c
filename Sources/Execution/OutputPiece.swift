import Scheduling

/// A piece of what a step printed, secrets already replaced.
package struct OutputPiece: Sendable, Hashable {
  package enum Stream: String, CaseIterable, Sendable { case stdout, stderr }

  package enum Content: Sendable, Hashable {
    case bytes([UInt8])
    /// The mark where output was cut: so many bytes of this stream are not kept.
    case omitted(Int)
  }

  package var stream: Stream
  package var at: Timestamp
  package var content: Content

  package init(stream: Stream, at: Timestamp, content: Content) {
    self.stream = stream
    self.at = at
    self.content = content
  }
}
