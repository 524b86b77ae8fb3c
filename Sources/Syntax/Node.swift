import Diagnostics

/// A view of one node of a tree; cheap to copy, and it keeps its tree alive.
package struct Node: Sendable {
  package enum Kind: Sendable {
    case scalar, map, list
  }

  package enum Style: Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  package let tree: SyntaxTree
  let index: Int

  private var record: NodeRecord { tree.records[index] }

  package var kind: Kind {
    switch record.shape {
    case .map: .map
    case .list: .list
    case .plain, .singleQuoted, .doubleQuoted, .literal, .folded: .scalar
    }
  }

  /// Quotes, brackets and block headers are inside. A block scalar reaches to the end of its last line, the blank lines
  /// under it included; the range of a value left out is empty, after its `:` or `-`.
  package var range: SourceRange { record.range }

  package var place: Place { .text(tree.source, range) }

  /// How a scalar is written; nil for collections.
  package var style: Style? {
    switch record.shape {
    case .map, .list: nil
    case .plain: .plain
    case .singleQuoted: .singleQuoted
    case .doubleQuoted: .doubleQuoted
    case .literal: .literal
    case .folded: .folded
    }
  }

  /// A collection in brackets.
  package var isFlow: Bool {
    record.isCollection
      && (tree.source.bytes[range.lower] == Byte.openBrace || tree.source.bytes[range.lower] == Byte.openBracket)
  }

  /// How many columns of each line of a block scalar are its indentation and no text; 0 for other nodes.
  package var blockIndentation: Int {
    switch record.shape {
    case .literal, .folded: Int(record.link)
    case .map, .list, .plain, .singleQuoted, .doubleQuoted: 0
    }
  }

  /// The value was left out: `key:` or `-` with nothing after it.
  package var isEmptyPlain: Bool { record.shape == .plain && record.lower == record.upper }

  /// What a scalar says, decoded anew at each call; "" for collections.
  package var text: String {
    if record.isCollection { return "" }
    if record.isVerbatim { return String(decoding: tree.source.bytes[record.verbatimRange], as: UTF8.self) }
    return String(decoding: decodedBytes, as: UTF8.self)
  }

  /// Whether a scalar says exactly this, code point by code point; `==` of strings would also take é for e + U+0301.
  package func says(_ expected: String) -> Bool {
    if record.isCollection { return false }
    if record.isVerbatim { return tree.source.bytes[record.verbatimRange].elementsEqual(expected.utf8) }
    return decodedBytes.elementsEqual(expected.utf8)
  }

  /// Where the byte of the text's UTF-8 at `textOffset` stands in the source; what folding or an escape made stands where
  /// the line break or the escape does. Beyond the text: the end of its last byte.
  package func sourceOffset(forTextOffset textOffset: Int) -> Int {
    if record.isCollection { return range.lower }
    if record.isVerbatim { return min(record.verbatimRange.lowerBound + textOffset, record.verbatimRange.upperBound) }
    return tree.source.bytes.withUnsafeBufferPointer { bytes in
      ScalarDecoder(bytes: bytes, record: record).sourceOffset(forTextOffset: textOffset)
    }
  }

  /// The entries of a map in the order written; none for scalars and lists.
  package var entries: MapEntries { MapEntries(tree: tree, children: kind == .map ? children : 0..<0) }

  /// The items of a list in the order written; none for scalars and maps.
  package var items: ListItems { ListItems(tree: tree, children: kind == .list ? children : 0..<0) }

  /// The value of a map's key, found by looking at one entry after the other.
  package subscript(key: String) -> Node? {
    for entry in entries where entry.key.says(key) { return entry.value }
    return nil
  }

  private var children: Range<Int> { index + 1..<Int(record.link) }

  private var decodedBytes: [UInt8] {
    tree.source.bytes.withUnsafeBufferPointer { ScalarDecoder(bytes: $0, record: record).decode() }
  }
}
