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

  @Test func groupsAndRolesWithNobodyInThem() {
    #expect(
      found("[deserted, '%deserted']").map(\.message).allSatisfy {
        $0 == "nobody of this host is in the group 'deserted'"
      })
    #expect(found("[deserted, '%deserted']").count == 2)
    func messages(_ from: String, _ role: String) -> [String] {
      LintedProject(
        runbooks: ["web": "precheck: [':']\n"],
        schedule: """
          maintenance_schedule: {daily: [{task: web, approval: \(from)}]}
          maintenance_coordination: {roles: {lead: \(role)}}

          """
      ).warnings().map(\.message)
    }
    #expect(messages("lead", "[dora, '%deserted']") == ["nobody of this host has the role 'lead'"])
    #expect(messages("lead", "[dora, '%operators']").isEmpty)
    // A role of users stands for just these.
    #expect(messages("{from: [lead, anna], needed: 2}", "[anna, berta]").isEmpty)
    #expect(messages("{from: [lead, anna], needed: 2}", "[anna]").first?.hasPrefix("2 must approve it") == true)
    #expect(messages("{from: [lead, anna], needed: 2}", "['%operators']").isEmpty)
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

  /// Whoever runs the runbook by itself is asked for nothing that stands beside the task.
  @Test func aWayAround() {
    let change = "change: [{run: ':', undo: ':'}]\nverify: [':']\n"
    func count(_ runbook: String, _ approval: String = ", approval: [anna]") -> Int {
      let project = LintedProject(
        runbooks: ["web": runbook], schedule: "maintenance_schedule: {daily: [{task: web\(approval)}]}\n")
      return project.warnings().count { $0.id == .approvalOfTaskAlone && $0.severity == .note }
    }
    #expect(count(change) == 1)
    // Nothing is changed, nobody is to be asked, or everybody is.
    #expect(count("precheck: [':']\n") == 0 && count(change, "") == 0 && count("approval: [berta]\n\(change)") == 0)
  }

  @Test func filesThatNobodyCanTell() {
    let runbook = """
      approval: [anna]
      params: {lib: {default: /x}}
      precheck:
        - . "$lib"; . "$MAINT_PROJECT/a.sh"; . "$MAINT_PROJECT/$lib.sh"
        - {run: . "$own/b.sh", env: {own: /srv}}
      change:
        - {run: . «1»"$HOME/c.sh", undo: . «2»d.sh}
        - {if: sh -c «3»'. $(pwd)/e.sh', run: "f=$(cat /f); . «4»$f", undo: ":"}
      verify: [":"]

      """
    expectWarnings(runbook, .unapprovedSource, count: 4)
    // Nobody has to approve it, so nothing has to be covered.
    expectWarnings(runbook.replacing("approval: [anna]", with: "# approved by nobody"), .unapprovedSource, count: 0)
  }

  /// By the values that the tasks give, and wherever else a file is read in.
  @Test func filesThatTheValuesDoNotTell() {
    func found(_ runbook: String, _ task: String, _ defaults: String = "") -> [Int?] {
      let project = LintedProject(
        runbooks: ["web": runbook], schedule: "maintenance_schedule: {daily: [{task: web, \(task)}]}\n\(defaults)")
      return project.findings(project.warnings().filter { $0.id == .unapprovedSource }).map(\.mark)
    }
    let required = "params: {lib: {required: true}}\nprecheck: ['. «1»\"$lib\"']\n"
    #expect(found(required, "approval: [anna], with: {lib: /srv/lib.sh}").isEmpty)
    // The shell looks for it in PATH.
    #expect(found(required, "approval: [anna], with: {lib: lib.sh}") == [1])
    #expect(found(required, "with: {lib: lib.sh}").isEmpty)
    #expect(found(required.replacing("required: true", with: "default: lib.sh"), "approval: [anna]") == [1])
    #expect(found("approval: [anna]\n" + required, "with: {lib: lib.sh}") == [1])
    let change = "backup: [{run: ':'}]\nchange: [{run: ':', undo: ':'}]\nverify: [':']\n"
    #expect(found("\(change)copy_to: . «1»\"$(pwd)/a.sh\"\n", "approval: [anna]") == [1])
    #expect(found("\(change)copy_to: . \"$MAINT_PROJECT/a.sh\"\n", "approval: [anna]").isEmpty)
    let copy = "defaults: {copy_to: '. «1»\"$HOME/a.sh\"'}\n"
    #expect(found(change, "approval: [anna]", copy) == [1] && found(change, "with: {}", copy).isEmpty)
    #expect(found("\(change)secrets: {T: {command: '. «1»\"$HOME/a\"; . /etc/b'}}\n", "approval: [anna]") == [1])
  }

  /// Runs that nobody can sign stay unsigned for ever.
  @Test func rolesToSignInThatNobodyHas() {
    let found = LintedProject(
      runbooks: ["web": "precheck: [':']\n"],
      schedule: """
        maintenance_schedule:
          daily: {sign_off: [lead, anna, operators, gone, leed, deserted], tasks: [web]}
        maintenance_coordination:
          roles: {lead: [dora, '%operators'], gone: [dora, '%berta', deserted]}

        """
    ).warnings().filter { $0.id == .unknownSigner }
    #expect(
      found.map(\.message) == [
        "nobody of this host has the role 'gone'",
        "'leed' is no role, and this host has no user and no group of that name",
        "nobody of this host is in the group 'deserted'",
      ])
    #expect(found.allSatisfy { $0.severity == .warning })
    #expect(Set(found.map { $0.range?.lower }).count == 3)
  }
}
