/// What is known of the approval that a task of a plan waits for.
package struct PlannedApproval: Sendable, Hashable {
  package var isGiven: Bool
  /// The request for it; nil: nobody has asked for it yet.
  package var request: Int?
  /// One line.
  package var words: String
  /// The files that its steps read in, which are approved with it.
  package var files: [String] = []
  /// Those of them that are not there.
  package var missing: Set<String> = []
  /// What its steps read in of which only the shell will know which file it is, as it is written: approved by nobody.
  package var uncovered: [String] = []

  package init(isGiven: Bool, request: Int?, words: String) {
    self.isGiven = isGiven
    self.request = request
    self.words = words
  }
}
