/// Who may act in a role.
package enum RoleMember: Sendable, Hashable, CustomStringConvertible {
  /// A user of the host.
  case user(String)
  /// Whoever is in a group of the host.
  case group(String)

  /// As written: `anna`, or `%operations`; nil: that is no name.
  package init?(_ text: String) {
    let name = text.hasPrefix("%") ? text.dropFirst() : text[...]
    let isName = !name.isEmpty && !name.hasPrefix("-") && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x3A }
    guard isName else { return nil }
    self = text.hasPrefix("%") ? .group(String(name)) : .user(String(name))
  }

  package var description: String {
    switch self {
    case .user(let name): name
    case .group(let name): "%\(name)"
    }
  }
}
