import Testing

@testable import Catalog

/// Roles, and the tiers whose runs they sign.
@Suite struct RoleTests {
  @Test func rolesAndTheTiersThatTheySign() {
    let project = Project(
      schedules: [
        "main": """
        maintenance_schedule:
          monthly:
            sign_off: [ops_lead, anna]
            tasks: [health]
        maintenance_coordination:
          roles: {ops_lead: [anna, "%operations"], audit: []}
          planning: [notify]
        """
      ],
      runbooks: ["health": "precheck: [':']\n"])
    let (catalog, diagnostics) = project.load()
    #expect(diagnostics.isEmpty)
    #expect(catalog.tiers[.monthly]?.signOff == ["ops_lead", "anna"])
    #expect(catalog.coordination.roles == ["ops_lead": [.user("anna"), .group("operations")], "audit": []])
    #expect(catalog.coordination.phases.map(\.name) == ["planning"])
  }

  @Test(arguments: [
    ("anna", "anna"), ("%ops", "%ops"), ("a.b-c$", "a.b-c$"), ("", nil), ("%", nil), ("a b", nil), ("-a", nil),
    ("a:b", nil), ("%a\n", nil),
  ])
  func aMemberIsAUserOrAGroup(text: String, shown: String?) {
    #expect(RoleMember(text)?.description == shown)
  }

  @Test func aRoleIsDefinedOnce() {
    let project = Project(
      schedules: [
        "a": "maintenance_coordination: {roles: {lead: [anna]}}\n",
        "b": "maintenance_coordination: {roles: {lead: [ben]}}\n",
      ], runbooks: [:])
    let (_, diagnostics) = project.load()
    #expect(diagnostics.map(\.message) == ["the role 'lead' is defined twice"])
  }
}
