import Diagnostics

/// A file that has the form of the language: one arena of nodes over its source, without meaning yet.
package final class SyntaxTree: Sendable {
  package let source: Source
  /// False when the file has no document at all (it is empty or all comments); the root is then an empty scalar.
  package let hasDocument: Bool
  let records: [NodeRecord]

  init(source: Source, records: [NodeRecord], hasDocument: Bool) {
    self.source = source
    self.records = records
    self.hasDocument = hasDocument
  }

  package var root: Node { Node(tree: self, index: 0) }
}
