/// The files that a task left otherwise than they are in its backup: the first of them, and how many there are.
package struct FileChanges: Sendable, Hashable {
  /// So many of a task are kept by name.
  package static let kept = 200

  package var first: [FileChange]
  package var count: Int

  package init(_ first: [FileChange] = [], count: Int = 0) {
    self.first = first
    self.count = count
  }
}
