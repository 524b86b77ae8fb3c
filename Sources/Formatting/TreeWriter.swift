import Syntax

/// Walks a tree and writes it anew; reads on the way what stands between the nodes, so that no comment is passed over.
struct TreeWriter {
  /// Columns that each level is deeper than the one around it.
  static let indentation = 2
  /// Columns of the longest line that is made by putting something on one line.
  static let widestLine = 120

  /// A block collection that is open, for finding what a comment belongs to.
  struct Level {
    /// The column of its entries in the file as it is.
    let source: Int
    /// The column that they are written to.
    let column: Int
  }

  let tree: SyntaxTree
  let bytes: [UInt8]
  /// All before it is written.
  var at = 0
  var text = TextBuilder()
  /// From the outermost, which is the file.
  var levels = [Level(source: 0, column: 0)]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    bytes = tree.source.bytes
  }

  mutating func writeDocument() {
    at = bytes.starts(with: [UInt8].byteOrderMark) ? 3 : 0
    write(readTrivia(), closingTo: 0)
    if tree.hasDocument {
      skipEndMarkers()
      writeRoot()
    }
    let trivia = readTrivia()
    let isAtMarker = bytes.isMarker(at: at)
    if needsEndMarker, trivia.hasComment || isAtMarker {
      text.startLine(0)
      text.append("...")
    }
    write(trivia, closingTo: 0)
    if needsEndMarker, isAtMarker, !trivia.hasComment {
      at += 3
      write(readTrivia(), closingTo: 0)
    }
    skipEndMarkers()
  }

  /// `...` need not stand; what is said after it does.
  private mutating func skipEndMarkers() {
    while bytes.isMarker(at: at), bytes[at] == Characters.dot {
      at += 3
      write(readTrivia().detached, closingTo: 0)
    }
  }

  /// A file that is one block scalar without any text: a comment below it would become its text.
  private var needsEndMarker: Bool {
    guard tree.hasDocument else { return false }
    return switch tree.root.style {
    case .literal, .folded: BlockScalarText(tree.root, in: bytes).lines.allSatisfy(\.isEmpty)
    case .plain, .singleQuoted, .doubleQuoted, nil: false
    }
  }

  private mutating func writeRoot() {
    let root = tree.root
    if bytes.isMarker(at: at) {
      at += 3
      // Without its mark an empty document would be none.
      if root.isEmptyPlain {
        text.startLine(0)
        return text.append("---")
      }
      write(readTrivia().detached, closingTo: 0)
    }
    let column = rootColumn
    if root.kind != .scalar, !root.isFlow {
      writeBlock(root, column: column, isOnLine: false)
    } else {
      text.startLine(column)
      writeLeaf(root, base: column, parent: column)
    }
  }

  /// 0, but for a file in which something at the left margin would be taken for a mark.
  private var rootColumn: Int {
    let root = tree.root
    let isInDanger =
      switch root.kind {
      case .scalar: root.style == .plain && beginsLikeMarker(root, isKey: false)
      case .map: !root.isFlow && root.entries.contains { beginsLikeMarker($0.key, isKey: true) }
      case .list: false
      }
    return isInDanger ? Self.indentation : 0
  }

  /// A key that is nothing but `---` has its colon right after it, which makes it harmless.
  private func beginsLikeMarker(_ node: Node, isKey: Bool) -> Bool {
    let text = bytes[node.range.lower..<node.range.upper]
    guard text.starts(with: "---".utf8) || text.starts(with: "...".utf8) else { return false }
    guard let next = text.dropFirst(3).first else { return !isKey }
    return Characters.isBlank(next) || Characters.isBreak(next)
  }
}
