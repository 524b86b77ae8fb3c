import Catalog
import Diagnostics

/// Roles in which nobody of this host can sign for a run.
enum SignOffLint {
  /// `roles`: names that stand for others.
  static func warnings(
    of tier: TierSchedule, _ roles: [String: [RoleMember]], host: some LintHost
  ) -> [Diagnostic] {
    zip(tier.signOff, tier.signOffPlaces).compactMap { role, place in
      if let members = roles[role] {
        if members.contains(where: { isKnown($0.description, host) }) { return nil }
        return warning("nobody of this host has the role '\(role)'", role, place)
      }
      if isKnown(role, host) { return nil }
      return warning("'\(role)' is no role, and this host has no user and no group of that name", role, place)
    }
  }

  /// As whoever signs is looked up: a user or a group; with `%` before it a group.
  private static func isKnown(_ name: String, _ host: some LintHost) -> Bool {
    name.hasPrefix("%") ? host.isGroup(String(name.dropFirst())) : host.isUser(name) || host.isGroup(name)
  }

  private static func warning(_ message: String, _ role: String, _ place: Place) -> Diagnostic {
    Diagnostic(
      .unknownSigner, message, severity: .warning, at: place,
      hint: "nobody can sign a run as '\(role)' here: name users or groups of this host for it in 'roles' of "
        + "maintenance_coordination, or correct the name")
  }
}
