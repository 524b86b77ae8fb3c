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

  private func words(of number: Int) -> String {
    let demand = record.demands[number]
    let heard = Set(record.words.filter { $0.demand == number }.map(\.by)).sorted { $0.name < $1.name }
    let asker = demand.allowsSelf || heard.contains(record.requestedBy) ? [] : [record.requestedBy]
    let names = demand.from.compactMap { name(of: $0, without: (heard + asker).map(\.name)) }
    let count = demand.needed - record.given(number)
    guard !names.isEmpty else {
      return
        "\(count) of \(ApprovalDemand(from: demand.from).words), of whom nobody is left: who asks does not count, and "
        + "everybody counts once"
    }
    // Of a group, it cannot be said by its name alone.
    let again = heard.filter { approvers.includes($0, names) }.map { "not \($0.name) again" }
    let asked = asker.filter { approvers.includes($0, names) }.map { "not \($0.name), who asked" }
    return (["\(count) of \(ApprovalDemand(from: names).words)"] + again + asked).joined(separator: ", ")
  }

  /// nil: it stands for nobody else.
  private func name(of name: String, without others: [String]) -> String? {
    guard let members = approvers.roles[name] else { return others.contains(name) ? nil : name }
    let left = members.filter { !others.contains($0) }
    if left.isEmpty { return nil }
    return left.count == members.count ? name : "\(name) (\(left.joined(separator: ", ")))"
  }
}
