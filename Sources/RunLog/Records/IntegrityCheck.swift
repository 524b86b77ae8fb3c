/// What a look at every page of a run log has found.
package struct IntegrityCheck: Sendable, Hashable {
  /// Indexes were not compared with their tables: of a large file that takes minutes.
  package var isQuick: Bool
  /// Of the file.
  package var bytes: Int
  /// What SQLite says, the first of it; none: it is whole.
  package var problems: [String]

  package var isWhole: Bool { problems.isEmpty }
}
