import Syntax

extension NodeReader {
  /// `approval`: a map, or who alone. nil where it cannot be read, which is an error: nothing runs unapproved by mistake.
  mutating func approvalRule(_ node: Node) -> ApprovalRule? {
    guard node.kind == .map else {
      if node.kind == .scalar, scalar(node, .construct(.approval)) == nil { return nil }
      let from = approvers(node)
      return from.isEmpty ? nil : ApprovalRule(from: from, place: NodeReader.start(of: node))
    }
    var rule = ApprovalRule(from: [], place: NodeReader.start(of: node))
    for entry in entries(of: node, as: ApprovalKey.self) ?? [] {
      switch entry.key {
      case .from: rule.from = approvers(entry.value)
      case .needed:
        rule.needed = count(entry.value, in: ApprovalKey.neededRange) ?? rule.needed
        rule.place = entry.value.place
      case .expires: rule.expires = timeLimit(entry.value) ?? rule.expires
      case .allowsSelf: rule.allowsSelf = boolean(entry.value) ?? rule.allowsSelf
      }
    }
    return rule.from.isEmpty ? nil : rule
  }

  private mutating func approvers(_ node: Node) -> [ApprovalRule.Approver] {
    guard node.kind == .scalar else {
      return filledItems(node, .approver) { reader, item in reader.approver(item) }
    }
    return approver(node).map { [$0] } ?? []
  }

  private mutating func approver(_ node: Node) -> ApprovalRule.Approver? {
    guard let text = scalar(node, .approver) else { return nil }
    // Of a task that only a user of that name could approve, its author meant something else.
    if ApprovalRule.Approver.noNames.contains(text.lowercased()) {
      note(
        .badName, "\(quoted(text, at: node.place)) is read as the name of a user, and is meant as none", at: node.place,
        hint: "name who may approve, or leave the key approval out where nobody has to")
      return nil
    }
    let name = text.utf8.first == UInt8(ascii: "%") ? text.utf8.dropFirst() : text.utf8[...]
    if !name.isEmpty, name.allSatisfy({ $0 > 0x20 && !Self.noParts.contains($0) }) {
      return ApprovalRule.Approver(name: text, place: node.place)
    }
    note(
      .badName, "\(quoted(text, at: node.place)) is not \(Shape.approver.description)", at: node.place,
      hint: "write it as anna, %operators or lead")
    return nil
  }

  /// Of names of users and groups; a comma would join two of them.
  private static let noParts: Set<UInt8> = [UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: "%")]
}
