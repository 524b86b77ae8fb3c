import Catalog
import Diagnostics
import Testing

/// Who can approve on this host: it has the users anna, berta and carla, and the groups anna and operators.
@Suite struct ApprovalLintTests {
  private func found(_ approval: String) -> [Diagnostic] {
    let ids: Set = [DiagnosticID.unknownApprover, .tooFewApprovers]
    let task = LintedProject(
      runbooks: ["web": "precheck: [':']\n"],
      schedule: "maintenance_schedule: {daily: [{task: web, approval: \(approval)}]}\n")
    let runbook = LintedProject(runbooks: ["web": "precheck: [':']\napproval: \(approval)\n"])
    let both = [task, runbook].map { $0.warnings().filter { ids.contains($0.id) } }
    #expect(both[0].map(\.message) == both[1].map(\.message))
    return both[0]
  }

  @Test func namesThatTheHostDoesNotHave() {
    #expect(found("[anna, berta]").isEmpty)
    #expect(found("operators").isEmpty && found("'%operators'").isEmpty)
    let unknown = found("[anna, annna, '%berta']")
    #expect(unknown.map(\.id) == [.unknownApprover, .unknownApprover])
    #expect(unknown.allSatisfy { $0.severity == .warning })
    #expect(unknown.first?.message == "this host has no user and no group 'annna'")
    #expect(unknown.last?.message == "this host has no group 'berta'")
  }

  @Test func moreThanAreNamed() {
    #expect(found("{from: [anna, berta], needed: 2}").isEmpty)
    let few = found("{from: [anna, berta], needed: 3}")
    #expect(few.map(\.id) == [.tooFewApprovers] && few.first?.severity == .error)
    // Named twice is one; the user anna is meant, and not the group.
    #expect(found("{from: [anna, anna], needed: 2}").map(\.id) == [.tooFewApprovers])
    // A group has as many as it has.
    #expect(found("{from: [operators], needed: 9}").isEmpty)
    #expect(found("{from: ['%anna'], needed: 9}").isEmpty)
  }
}
