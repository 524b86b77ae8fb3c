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
        if members.contains(where: { NamedPeople($0.description, host).isSomebody }) { return nil }
        return warning("nobody of this host has the role '\(role)'", role, place)
      }
      switch NamedPeople(role, host) {
      case .user, .group: return nil
      case .emptyGroup: return warning("nobody of this host is in the group '\(role)'", role, place)
      case .unknown:
        return warning("'\(role)' is no role, and this host has no user and no group of that name", role, place)
      }
    }
  }

  private static func warning(_ message: String, _ role: String, _ place: Place) -> Diagnostic {
    Diagnostic(
      .unknownSigner, message, severity: .warning, at: place,
      hint: "nobody can sign a run as '\(role)' here: name users or groups of this host for it in 'roles' of "
        + "maintenance_coordination, or correct the name")
  }
}
