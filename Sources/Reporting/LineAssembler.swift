/// Cuts a stream of output into lines as a terminal leaves them standing: what a carriage return has overwritten is
/// gone, so a progress bar is its last state.
struct LineAssembler: Sendable {
  /// Bytes kept of a line; the rest of a longer one is dropped and marked.
  private let longest: Int
  private var line: [UInt8] = []
  private var isAfterReturn = false
  private var isCut = false

  init(longest: Int) { self.longest = longest }

  /// Calls `take` with each line that the bytes complete, without its line break.
  mutating func append(_ bytes: [UInt8], take: ([UInt8]) -> Void) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\n"):
        take(end())
      case UInt8(ascii: "\r"):
        isAfterReturn = true
      default:
        if isAfterReturn { _ = end() }
        if line.count < longest { line.append(byte) } else { isCut = true }
      }
    }
  }

  /// What stands there without a line break at the end of the stream; nil where nothing does.
  mutating func finish() -> [UInt8]? { line.isEmpty ? nil : end() }

  private mutating func end() -> [UInt8] {
    defer {
      line = []
      isAfterReturn = false
      isCut = false
    }
    return isCut ? line + Array("…".utf8) : line
  }
}
