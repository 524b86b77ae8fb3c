/// What is known of the approval that a task of a plan waits for.
package struct PlannedApproval: Sendable, Hashable {
  package var isGiven: Bool
  /// The request for it; nil: nobody has asked for it yet.
  package var request: Int?
  /// One line.
  package var words: String
  /// The request of which somebody has said neither yes nor no, also where its time is up or what it asks for is different by
  /// now: whoever was asked has not answered for all that.
  package var unanswered: Int?
  /// The files that its steps read in, which are approved with it.
  package var files: [String] = []
  /// Those of the files that its steps read in that are not there: as soon as one is, it is not what was approved.
  package var missing: [String] = []
  /// Commands, as they are written, of which only the shell will know what they read in or run: approved by nobody.
  package var uncovered: [String] = []
  /// Programs of the project that its steps run, which are approved by nobody either.
  package var programs: [String] = []
  /// What else of the project its commands are given, approved by nobody.
  package var named: [String] = []

  package init(isGiven: Bool, request: Int?, words: String) {
    self.isGiven = isGiven
    self.request = request
    self.words = words
  }
}
