/// The items of a list, in the order written.
package struct ListItems: Sequence, IteratorProtocol, Sendable {
  private let tree: SyntaxTree
  private var children: Range<Int>

  init(tree: SyntaxTree, children: Range<Int>) {
    self.tree = tree
    self.children = children
  }

  package var isEmpty: Bool { children.isEmpty }

  package mutating func next() -> Node? {
    guard let index = children.first else { return nil }
    children = tree.indexAfter(index)..<children.upperBound
    return Node(tree: tree, index: index)
  }
}

extension SyntaxTree {
  /// The next node that is not inside this one.
  func indexAfter(_ index: Int) -> Int {
    records[index].isCollection ? Int(records[index].link) : index + 1
  }
}
