/// Strings as `execve` takes them, in one block of memory.
struct StringVector {
  private var bytes: [UInt8] = []
  private var offsets: [Int] = []

  init(_ strings: [String]) {
    bytes.reserveCapacity(strings.reduce(0) { $0 + $1.utf8.count + 1 })
    offsets.reserveCapacity(strings.count)
    for string in strings { append(string) }
  }

  mutating func append(_ string: String) {
    offsets.append(bytes.count)
    bytes.append(contentsOf: string.utf8)
    bytes.append(0)
  }

  /// The number of the first string that contains a NUL byte.
  var firstWithNul: Int? {
    guard bytes.reduce(0, { $1 == 0 ? $0 + 1 : $0 }) != offsets.count else { return nil }
    let ends = offsets.dropFirst() + [bytes.count]
    return zip(offsets, ends).enumerated().first { _, bounds in bytes[bounds.0..<(bounds.1 - 1)].contains(0) }?.offset
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
