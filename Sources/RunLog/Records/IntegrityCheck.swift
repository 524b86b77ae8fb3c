/// What a look at every page of a run log has found.
package struct IntegrityCheck: Sendable, Hashable {
  /// Indexes were not compared with their tables: of a large file that takes minutes.
  package var isQuick: Bool
  /// Of the file.
  package var bytes: Int
  /// What SQLite says, the first of it; none: it is whole.
  package var problems: [String]

  /// Only what is reckoned from the rows of runs is damaged, and can be reckoned again.
  package var isOfSums = false
  /// Pages that belong to nothing: they take room, and nothing that can be read is wrong with them.
  package var unusedPages = 0
  package var pageBytes = 0

  package var isWhole: Bool { problems.isEmpty }

  package init(isQuick: Bool, bytes: Int, problems: [String]) {
    (self.isQuick, self.bytes, self.problems) = (isQuick, bytes, problems)
  }
}
