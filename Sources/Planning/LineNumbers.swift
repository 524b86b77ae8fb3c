import Diagnostics

/// Gives places as `path:line`; the lines of each text are counted once, however many places lie in it.
struct LineNumbers {
  private var lineStarts: [ObjectIdentifier: [Int]] = [:]

  init() {}

  mutating func text(of place: Place) -> String {
    guard case .text(let source, let range) = place else { return place.path }
    let id = ObjectIdentifier(source)
    let starts = lineStarts[id] ?? Self.lineStarts(of: source)
    lineStarts[id] = starts
    return "\(source.path):\(Self.countOfStarts(starts, upTo: range.lower))"
  }

  private static func lineStarts(of source: Source) -> [Int] {
    source.bytes.withUnsafeBufferPointer { bytes in
      var starts = [0]
      for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
      return starts
    }
  }

  /// By bisection.
  private static func countOfStarts(_ starts: [Int], upTo offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
