import Diagnostics
import Testing

@testable import Catalog

@Suite struct ApprovalTests {
  private func load(task: String, runbook: String? = nil) -> (catalog: Catalog, diagnostics: [Diagnostic]) {
    let approval = runbook.map { "approval: \($0)\n" } ?? ""
    return Project(
      schedules: ["main": "maintenance_schedule:\n  daily: [{task: web\(task)}]\n"],
      runbooks: ["web": checking + approval]
    ).load()
  }

  private func rules(task: String, runbook: String? = nil) throws -> [ApprovalRule] {
    let (catalog, diagnostics) = load(task: ", approval: \(task)", runbook: runbook)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    return catalog.approvals(of: try #require(catalog.tiers[.daily]?.tasks.first))
  }

  @Test func longAndShortForms() throws {
    let long = try #require(try rules(task: "{from: [anna, '%web'], needed: 2, expires: 1d, self: true}").first)
    #expect(long.from.map(\.name) == ["anna", "%web"] && long.needed == 2)
    #expect(long.expires == .seconds(86_400) && long.allowsSelf)
    for form in ["{from: [lead]}", "{from: lead}", "[lead]", "lead"] {
      let rule = try #require(try rules(task: form).first)
      #expect(rule.from.map(\.name) == ["lead"] && rule.needed == 1 && !rule.allowsSelf)
      #expect(rule.expires == .seconds(7 * 86_400))
    }
  }

  /// A task adds to what its runbook demands, and takes nothing from it.
  @Test func bothDemandsHold() throws {
    let rules = try rules(task: "{from: [anna], expires: 30d, self: true}", runbook: "{from: [lead], needed: 1}")
    #expect(rules.map { $0.from.map(\.name) } == [["lead"], ["anna"]])
    #expect(rules.map(\.allowsSelf) == [false, true])
    let (catalog, _) = load(task: "")
    #expect(catalog.approvals(of: try #require(catalog.tiers[.daily]?.tasks.first)).isEmpty)
  }

  @Test(
    arguments: [
      ("{from: []}", DiagnosticID.missingValue), ("[]", .missingValue), ("{needed: 1}", .missingKey),
      ("{from: [a], needed: 0}", .badNumber), ("{from: [a], expires: 0d}", .badDuration),
      ("{from: [a], expires: 7}", .badDuration), ("{from: [a], self: maybe}", .badBoolean),
      ("null", .badName), ("~", .badName), ("[none]", .badName), ("{from: No}", .badName),
      ("{from: ['a b']}", .badName), ("{from: ['%']}", .badName), ("{from: ['a,b']}", .badName),
      ("{form: [a]}", .unknownKey), ("{from: {a: b}}", .badName),
    ])
  func whatIsWrong(value: String, id: DiagnosticID) {
    for (task, runbook) in [(", approval: \(value)", nil), ("", Optional(value))] {
      let (_, diagnostics) = load(task: task, runbook: runbook)
      let found = diagnostics.map(\.id)
      #expect(
        diagnostics.contains { $0.severity == .error } && (found.contains(id) || found.contains(.wrongType)),
        "\(value): \(found)")
    }
  }
}
