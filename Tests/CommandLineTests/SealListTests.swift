import Testing

@testable import CommandLine

private let digits = String(repeating: "0123456789abcdef", count: 4)

@Suite struct SealListTests {
  /// As sha256sum writes it: the last name is `a\b`, a line break, `c`.
  private static let text = """
    \(digits)  ./a
    \(digits.reversed().map(String.init).joined())  ./d/b c
    \\\(digits)  ./a\\\\b\\nc

    """

  @Test func namesAndChecksums() {
    let list = SealList(Array(Self.text.utf8))
    #expect(list.badLines == [])
    #expect(Set(list.checksums.keys.map { String(decoding: $0, as: UTF8.self) }) == ["a", "d/b c", "a\\b\nc"])
    #expect(list.checksums[Array("a".utf8)] == digits)
    #expect(SealList([]).checksums.isEmpty && SealList([]).badLines == [])
  }

  /// Then a line is bad, or a name or checksum is another one, which the files show.
  @Test func noFlippedBitGoesUnseen() {
    let bytes = Array(Self.text.utf8)
    let whole = SealList(bytes)
    for bit in 0..<bytes.count * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      let list = SealList(flipped)
      #expect(!list.badLines.isEmpty || list.checksums != whole.checksums, "bit \(bit)")
    }
    for length in 0..<bytes.count {
      let list = SealList(Array(bytes.prefix(length)))
      #expect(!list.badLines.isEmpty || list.checksums != whole.checksums, "\(length) bytes")
    }
  }

  @Test(arguments: [
    "x", "", "\(digits) ./a", "\(digits)  a", "\(digits)  ./", "\(digits) *./a", "\(digits.uppercased())  ./a",
    "\\\(digits)  ./a", "\(digits)  ./a\\b", "\\\(digits)  ./a\\x",
  ])
  func linesThatMaintDoesNotWrite(line: String) {
    #expect(SealList(Array("\(digits)  ./z\n\(line)\n".utf8)).badLines == [2])
  }

  @Test func aNameListedTwiceIsBad() {
    let line = "\(digits)  ./a\n"
    #expect(SealList(Array((line + line).utf8)).badLines == [2])
  }
}
