import Diagnostics
import Syntax

/// Rewrites a file of the language in the one canonical style: what it says and every comment stay.
///
/// Pure: a tree in, the bytes of the file out. Two spaces for each level, lists deeper than their key, blocks stay blocks
/// and brackets stay brackets, quotes and line breaks inside texts stay. The result is read again before it is given
/// away; formatting it once more changes nothing.
package enum Formatter {
  /// The bytes end with one line break; there are none where the file holds neither a value nor a comment.
  package static func format(_ tree: SyntaxTree) throws(FormattingFailure) -> [UInt8] {
    var writer = TreeWriter(tree)
    writer.writeDocument()
    let bytes = writer.text.rendered()
    try check(bytes, against: tree)
    return bytes
  }

  /// Throws when the bytes do not say what the tree says, or lack one of its comments.
  static func check(_ bytes: [UInt8], against tree: SyntaxTree) throws(FormattingFailure) {
    var diagnostics = DiagnosticBag()
    let source = Source(path: tree.source.path, bytes: bytes)
    guard let written = Parser.parse(source, diagnostics: &diagnostics) else {
      throw FormattingFailure("the formatted text would not be read again", diagnostics: diagnostics)
    }
    guard isSame(tree.root, written.root), tree.hasDocument == written.hasDocument else {
      throw FormattingFailure("the formatted text would say something else")
    }
    guard CommentList.texts(of: tree) == CommentList.texts(of: written) else {
      throw FormattingFailure("a comment would be lost or moved past another")
    }
  }

  /// Compares kinds and texts, code point by code point.
  private static func isSame(_ left: Node, _ right: Node) -> Bool {
    guard left.kind == right.kind else { return false }
    switch left.kind {
    case .scalar: return left.isEmptyPlain == right.isEmptyPlain && left.says(right.text)
    case .list:
      var others = right.items
      for item in left.items {
        guard let other = others.next(), isSame(item, other) else { return false }
      }
      return others.isEmpty
    case .map:
      var others = right.entries
      for entry in left.entries {
        guard let other = others.next(), isSame(entry.key, other.key), isSame(entry.value, other.value) else {
          return false
        }
      }
      return others.isEmpty
    }
  }
}
