import RunLog

extension ApprovalRecord {
  /// To follow what is said of those who have approved it: `; that bin approved it counts no more: …`, or nothing.
  package var lapsedWords: String {
    var names: [String] = []
    for word in lapsed where !names.contains(word.by.name) { names.append(word.by.name) }
    let who = names.joined(separator: " and ")
    return names.isEmpty ? "" : "; that \(who) approved it counts no more: \(who) may not approve it now"
  }
}
