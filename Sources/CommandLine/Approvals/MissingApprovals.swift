import Planning
import RunLog

/// Who can still give what a request waits for, in words: `1 of berta or %dba, not anna again`.
struct MissingApprovals {
  private let record: ApprovalRecord
  private let approvers: Approvers

  /// `record`: with the words alone that count.
  init(of record: ApprovalRecord, _ approvers: Approvers) { (self.record, self.approvers) = (record, approvers) }

  var words: String {
    let open = record.demands.indices.filter { record.given($0) < record.demands[$0].needed }
    return open.map(words(of:)).joined(separator: ", and ")
  }

  /// Of those named, as they are written, by whom a word can still come; all of them where too few are left.
  var names: [String] {
    var names: [String] = []
    for (number, demand) in record.demands.enumerated() where record.given(number) < demand.needed {
      let heard = record.words.filter { $0.demand == number }.map(\.by.name)
      let others = heard + (demand.allowsSelf ? [] : [record.requestedBy.name])
      names += demand.from.filter { name(of: $0, without: others) != nil }
    }
    return names.isEmpty ? record.demands.flatMap(\.from) : names
  }

  private func words(of number: Int) -> String {
    let demand = record.demands[number]
    let heard = Set(record.words.filter { $0.demand == number }.map(\.by)).sorted { $0.name < $1.name }
    let asker = demand.allowsSelf || heard.contains(record.requestedBy) ? [] : [record.requestedBy]
    let left = users(left: number)
    let names = demand.from.compactMap { name(of: $0, without: (heard + asker).map(\.name)) }
    let count = demand.needed - record.given(number)
    guard !names.isEmpty, left.map({ $0.count >= count }) ?? true else {
      let who =
        names.isEmpty ? "nobody is" : "only \(names.joined(separator: " and ")) \(names.count == 1 ? "is" : "are")"
      return
        "\(count) of \(ApprovalDemand(from: demand.from).words), of whom \(who) left: who asks does not count, and "
        + "everybody counts once"
    }
    // Of a group, it cannot be said by its name alone.
    let again = heard.filter { approvers.includes($0, names) }.map { "not \($0.name) again" }
    let asked = asker.filter { approvers.includes($0, names) }.map { "not \($0.name), who asked" }
    return (["\(count) of \(ApprovalDemand(from: names).words)"] + again + asked).joined(separator: ", ")
  }

  /// Whether so few are left who could say yes that the request never counts. Of groups, nobody can say who else is in them.
  var areTooFew: Bool {
    record.demands.indices.contains { number in
      users(left: number).map { $0.count < record.demands[number].needed - record.given(number) } ?? false
    }
  }

  /// By their numbers, those who can still say yes; nil: there is a group among those named.
  private func users(left number: Int) -> Set<Int>? {
    let demand = record.demands[number]
    var users: Set<Int> = []
    for name in demand.from.flatMap({ approvers.roles[$0] ?? [$0] }) {
      guard !name.hasPrefix("%"), let account = UserAccount.named(name) else { return nil }
      users.insert(Int(account.uid))
    }
    users.subtract(record.words.lazy.filter { $0.demand == number }.map(\.by.uid))
    if !demand.allowsSelf { users.remove(record.requestedBy.uid) }
    return users
  }

  /// nil: it stands for nobody else.
  private func name(of name: String, without others: [String]) -> String? {
    guard let members = approvers.roles[name] else { return others.contains(name) ? nil : name }
    let left = members.filter { !others.contains($0) }
    if left.isEmpty { return nil }
    return left.count == members.count ? name : "\(name) (\(left.joined(separator: ", ")))"
  }
}
