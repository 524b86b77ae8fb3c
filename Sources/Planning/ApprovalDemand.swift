import Catalog

/// How many of whom must approve something, as a request for it says.
package struct ApprovalDemand: Sendable, Hashable {
  /// As written: users, `%group`, roles.
  package var from: [String]
  package var needed: Int
  /// Whether who asked for it counts.
  package var allowsSelf: Bool

  package init(from: [String], needed: Int = 1, allowsSelf: Bool = false) {
    self.from = from
    self.needed = needed
    self.allowsSelf = allowsSelf
  }

  package init(_ rule: ApprovalRule) {
    self.init(from: rule.from.map(\.name), needed: rule.needed, allowsSelf: rule.allowsSelf)
  }

  /// To follow "approval of": `lead`, `anna or berta`, `2 of anna, berta or carla`.
  package var words: String {
    let names = (from.count > 1 ? from.dropLast().joined(separator: ", ") + " or " : "") + (from.last ?? "nobody")
    return needed == 1 ? names : "\(needed) of \(names)"
  }

  /// The same with those beside each role who have it: `lead (anna, %ops)`.
  package func words(members: [String: [String]]) -> String {
    var named = self
    named.from = from.map { name in members[name].map { "\(name) (\($0.joined(separator: ", ")))" } ?? name }
    return named.words
  }

  /// Of all demands of a task.
  package static func words(_ demands: [ApprovalDemand], members: [String: [String]] = [:]) -> String {
    demands.map { $0.words(members: members) }.joined(separator: ", and of ")
  }
}
