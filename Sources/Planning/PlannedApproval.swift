/// What is known of the approval that a task of a plan waits for.
package struct PlannedApproval: Sendable, Hashable {
  package var isGiven: Bool
  /// The request for it; nil: nobody has asked for it yet.
  package var request: Int?
  /// One line.
  package var words: String

  package init(isGiven: Bool, request: Int?, words: String) {
    self.isGiven = isGiven
    self.request = request
    self.words = words
  }
}
