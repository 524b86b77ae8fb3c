import Scheduling

/// Whose word for a request, and when: the same in a row of `approval_word` and in the entry of the chain that tells of it.
struct ApprovalWordKey: Hashable {
  var request: Int
  var uid: Int
  var name: String
  var at: Timestamp

  init(request: Int, uid: Int, name: String, at: Timestamp) {
    (self.request, self.uid, self.name, self.at) = (request, uid, name, at)
  }

  /// From the columns request, uid, name and at.
  init(_ row: Statement) { self.init(request: row.integer(0), uid: row.integer(1), name: row.text(2), at: row.time(3)) }
}
