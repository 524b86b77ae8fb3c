import Diagnostics
import Syntax

/// Roles, and who may act in them.
extension ScheduleBinder {
  mutating func bindRoles(_ node: Node) {
    guard let pairs = reader.pairs(of: node, CoordinationKey.roles.field.shape) else { return }
    for (key, value) in pairs {
      let members = bindMembers(value)
      guard reader.checkName(key.text, at: key.place),
        define(.role(key.text), as: "the role '\(key.text)'", at: key.place)
      else { continue }
      catalog.coordination.roles[key.text] = members
    }
  }

  private mutating func bindMembers(_ node: Node) -> [RoleMember] {
    var members: [RoleMember] = []
    for item in reader.items(of: node, .text) ?? [] {
      guard let text = reader.text(item) else { continue }
      if let member = RoleMember(text) {
        members.append(member)
      } else {
        reader.note(
          .badName, "'\(text)' is no user and no group", at: item.place,
          hint: "write the name of a user, or %NAME for a group of the host")
      }
    }
    return members
  }
}
