/// The keys of `approval`, where it says more than who.
enum ApprovalKey: String, SchemaKey {
  case from, needed, expires
  case allowsSelf = "self"

  static let construct = "an approval"
  static let synonyms: [String: ApprovalKey] = ["by": .from, "approvers": .from, "count": .needed, "within": .expires]
  static let requiredKeys: [ApprovalKey] = [.from]
  /// More would never agree.
  static let neededRange = 1...100

  var field: Field {
    switch self {
    case .from:
      Field(
        .either(.filledList(.approver), .approver), "Who may approve: users, %group for all of a group, or roles.")
    case .needed: Field(.count(Self.neededRange), "How many of them must; 1 unless given.")
    case .expires:
      Field(
        .timeLimit,
        "How long after it was asked for it counts, and to the end of the next window in any case; 7d unless given.")
    case .allowsSelf: Field(.boolean, "Whether who started the run may approve it, too; false unless given.")
    }
  }
}
