/// Turns what a child writes into its head, as it arrives, and its tail, at the end.
struct Capture {
  private var output: Redactor
  private var error: Redactor
  private var headRemaining: Int
  private var tail: OutputTail

  init(limit: Int, secrets: [[UInt8]]) {
    output = Redactor(secrets: secrets)
    error = output
    headRemaining = max(0, limit) / 2
    tail = OutputTail(capacity: max(0, limit) - headRemaining)
  }

  /// Takes what was read from one stream and returns what of it belongs to the head.
  mutating func take(
    _ bytes: UnsafeRawBufferPointer, from stream: OutputChunk.Stream, at time: Int64, isLast: Bool = false
  ) -> OutputChunk? {
    if output.isTransparent { return keep(bytes, from: stream, at: time) }
    var shown: [UInt8] = []
    shown.reserveCapacity(bytes.count)
    switch stream {
    case .output: output.redact(bytes, isLast: isLast, into: &shown)
    case .error: error.redact(bytes, isLast: isLast, into: &shown)
    }
    return shown.withUnsafeBytes { keep($0, from: stream, at: time) }
  }

  /// The tail, and how much was dropped before it.
  func end() -> (tail: [OutputChunk], omitted: OmittedBytes) { (tail.chunks(), tail.omitted) }

  private mutating func keep(
    _ bytes: UnsafeRawBufferPointer, from stream: OutputChunk.Stream, at time: Int64
  ) -> OutputChunk? {
    let head = bytes.prefix(headRemaining)
    headRemaining -= head.count
    if head.count < bytes.count {
      tail.append(UnsafeRawBufferPointer(rebasing: bytes[head.count...]), from: stream, at: time)
    }
    return head.isEmpty ? nil : OutputChunk(stream: stream, time: time, bytes: Array(head))
  }
}
