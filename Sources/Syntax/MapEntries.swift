/// The entries of a map, in the order written.
package struct MapEntries: Sequence, IteratorProtocol, Sendable {
  private let tree: SyntaxTree
  private var children: Range<Int>

  init(tree: SyntaxTree, children: Range<Int>) {
    self.tree = tree
    self.children = children
  }

  package var isEmpty: Bool { children.isEmpty }

  package mutating func next() -> (key: Node, value: Node)? {
    // A key is a scalar, so its value stands right after it.
    guard let key = children.first else { return nil }
    children = tree.indexAfter(key + 1)..<children.upperBound
    return (Node(tree: tree, index: key), Node(tree: tree, index: key + 1))
  }
}
