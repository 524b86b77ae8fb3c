import Glibc

/// A text that is the same as another only where its bytes are: `é` can be one character or two, and names of files that
/// are so are two files, where Swift's own texts are the same.
package struct ExactText: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  package init(stringLiteral text: String) { self.text = text }

  package var description: String { text }

  package static func == (one: ExactText, other: ExactText) -> Bool {
    // Whole scripts are keys.
    one.text.utf8.count == other.text.utf8.count
      && one.bytes { left in
        other.bytes { right in
          // Only an empty one may have no address.
          guard let start = left.baseAddress, let otherStart = right.baseAddress else { return true }
          return memcmp(start, otherStart, left.count) == 0
        }
      }
  }

  package static func < (one: ExactText, other: ExactText) -> Bool {
    one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    bytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }

  private func bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var text = text
    return text.withUTF8(body)
  }
}
