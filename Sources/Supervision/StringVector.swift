/// Strings as `execve` takes them, in one block of memory.
struct StringVector {
  private var bytes: [UInt8] = []
  private var offsets: [Int] = []
  /// The number of the first string that contains a NUL byte.
  private(set) var firstWithNul: Int?

  init(_ strings: [String]) {
    bytes.reserveCapacity(strings.reduce(0) { $0 + $1.utf8.count + 1 })
    offsets.reserveCapacity(strings.count)
    for string in strings { append(string) }
  }

  mutating func append(_ string: String) {
    let start = bytes.count
    var string = string
    string.withUTF8 { bytes.append(contentsOf: $0) }
    if firstWithNul == nil, bytes[start...].contains(0) { firstWithNul = offsets.count }
    offsets.append(start)
    bytes.append(0)
  }

  /// Calls `body` with the array of C strings, ended by a null pointer and valid until it returns.
  mutating func withPointers<Result>(
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
  ) -> Result {
    bytes.withUnsafeMutableBytes { block in
      let first = block.baseAddress?.assumingMemoryBound(to: CChar.self)
      var pointers: [UnsafeMutablePointer<CChar>?] = offsets.map { first?.advanced(by: $0) }
      pointers.append(nil)
      return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
  }
}
