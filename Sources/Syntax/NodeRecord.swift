import Diagnostics

/// One node of the arena, 16 bytes: what it is and where it stands in the source.
///
/// Nodes stand in the order of the text, a collection before what is in it; a map's keys and values alternate.
struct NodeRecord {
  enum Shape: UInt8 {
    case map, list, plain, singleQuoted, doubleQuoted, literal, folded
  }

  var shape: Shape
  /// A scalar whose text is its bytes (between the quotes, if it has any).
  var isVerbatim: Bool
  /// Byte offsets; quotes, brackets and block headers are inside.
  var lower: UInt32
  var upper: UInt32
  /// Of a collection the index after its last descendant; of a block scalar the columns of its indentation.
  var link: UInt32

  init(_ shape: Shape, from lower: Int, to upper: Int, isVerbatim: Bool = false, link: Int = 0) {
    self.shape = shape
    self.isVerbatim = isVerbatim
    self.lower = UInt32(truncatingIfNeeded: lower)
    self.upper = UInt32(truncatingIfNeeded: upper)
    self.link = UInt32(truncatingIfNeeded: link)
  }

  var isCollection: Bool { shape == .map || shape == .list }

  var range: SourceRange { SourceRange(Int(lower), Int(upper)) }

  /// Where the bytes of a verbatim scalar stand.
  var verbatimRange: Range<Int> {
    let quote = shape == .plain ? 0 : 1
    return Int(lower) + quote..<Int(upper) - quote
  }
}
