/// The last bytes of an output that was too long, within a fixed amount of memory.
///
/// Writes of one stream that follow each other closely are joined, and there is a bound on the number of pieces:
/// a child that writes single bytes costs no more than one that writes pages.
struct OutputTail {
  private struct Segment {
    var stream: OutputChunk.Stream
    var time: Int64
    var length: Int
  }

  private static let segmentLimit = 8192
  private static let joinedLength = 4096
  private static let joinedMicroseconds: Int64 = 100_000

  private let capacity: Int
  /// A ring that grows up to the capacity, so that a short output costs little.
  private var ring: [UInt8] = []
  private var start = 0
  private var count = 0
  private var segments: [Segment] = []
  private var firstSegment = 0
  private(set) var omitted = OmittedBytes()

  init(capacity: Int) {
    self.capacity = max(0, capacity)
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer, from stream: OutputChunk.Stream, at time: Int64) {
    let kept = UnsafeRawBufferPointer(rebasing: bytes.suffix(capacity))
    drop(count + kept.count - capacity)
    omit(bytes.count - kept.count, of: stream)
    guard !kept.isEmpty else { return }
    reserve(count + kept.count)
    write(kept)
    note(Segment(stream: stream, time: time, length: kept.count))
  }

  /// What is kept, oldest first.
  func chunks() -> [OutputChunk] {
    var position = start
    return segments[firstSegment...].map { segment in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(segment.length)
      let end = position + segment.length
      bytes.append(contentsOf: ring[position..<min(end, ring.count)])
      if end > ring.count { bytes.append(contentsOf: ring[..<(end - ring.count)]) }
      position = end >= ring.count ? end - ring.count : end
      return OutputChunk(stream: segment.stream, time: segment.time, bytes: bytes)
    }
  }

  private mutating func note(_ segment: Segment) {
    if let last = segments.last, segments.count > firstSegment, last.stream == segment.stream,
      last.length + segment.length <= Self.joinedLength, segment.time - last.time < Self.joinedMicroseconds
    {
      segments[segments.count - 1].length += segment.length
      return
    }
    segments.append(segment)
    if segments.count - firstSegment > Self.segmentLimit { drop(segments[firstSegment].length) }
  }

  private mutating func drop(_ length: Int) {
    var rest = length
    while rest > 0 {
      let dropped = min(rest, segments[firstSegment].length)
      segments[firstSegment].length -= dropped
      omit(dropped, of: segments[firstSegment].stream)
      if segments[firstSegment].length == 0 { firstSegment += 1 }
      start = (start + dropped) % ring.count
      count -= dropped
      rest -= dropped
    }
    if firstSegment > Self.segmentLimit {
      segments.removeFirst(firstSegment)
      firstSegment = 0
    }
  }

  private mutating func omit(_ length: Int, of stream: OutputChunk.Stream) {
    switch stream {
    case .output: omitted.output += length
    case .error: omitted.error += length
    }
  }

  private mutating func reserve(_ size: Int) {
    guard size > ring.count else { return }
    ring = Array(ring[start...] + ring[..<start])
    let larger = min(capacity, max(size, ring.count * 2, 16384))
    ring.append(contentsOf: repeatElement(0, count: larger - ring.count))
    start = 0
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) {
    let end = (start + count) % ring.count
    let first = min(bytes.count, ring.count - end)
    ring.withUnsafeMutableBytes { ring in
      UnsafeMutableRawBufferPointer(rebasing: ring[end...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[..<first]))
      ring.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[first...]))
    }
    count += bytes.count
  }
}
