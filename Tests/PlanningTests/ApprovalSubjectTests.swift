import Testing

@testable import Planning

@Suite struct ApprovalSubjectTests {
  private typealias Part = ApprovalSubject.Part
  private static let parts = [
    Part(.plan, "daily.web", "p"), Part(.runbook, "web", "r"), Part(.parameter, "days", "30"),
    Part(.parameter, "mode", ""), Part(.file, "/lib.sh", "f"), Part(.demand, "0", "lead"),
  ]

  private func differences(_ change: (inout [Part]) -> Void, before: [Part] = parts) -> [String] {
    var now = before
    change(&now)
    return ApprovalSubject(before).differences(to: ApprovalSubject(now))
  }

  @Test func whatChangedIsNamed() {
    #expect(differences { _ in } == [])
    #expect(differences { $0[2].value = "60" } == ["days was '30' and is '60'"])
    #expect(differences { $0[3].value = "x" } == ["mode was '' and is 'x'"])
    #expect(differences { $0.remove(at: 2) } == ["the parameter days is gone: it was '30'"])
    #expect(differences { $0.append(Part(.parameter, "z", "1")) } == ["the parameter z is new: '1'"])
    #expect(differences { $0[1].value = "s" } == ["the runbook web changed"])
    #expect(differences { $0[4].value = "g" } == ["the file /lib.sh changed"])
    #expect(differences { $0.remove(at: 4) } == ["the file /lib.sh is sourced no more"])
    #expect(differences { $0.append(Part(.file, "/b.sh", "g")) } == ["the file /b.sh is sourced now"])
    #expect(differences { $0[5].value = "anna" } == ["who approves it was lead and is anna"])
    #expect(differences { $0[0].value = "q" } == ["what the schedule or the defaults say of it changed"])
    // The plan differs with the runbook, and is not told beside it.
    #expect(
      differences {
        $0[0].value = "q"
        $0[1].value = "s"
        $0[2].value = "1"
      } == ["the runbook web changed", "days was '30' and is '1'"])
  }

  @Test func theSameApproversInAnotherOrder() {
    func change(_ old: String, _ new: String) -> [String] {
      differences({ $0[5].value = new }, before: Self.parts.dropLast() + [Part(.demand, "0", old)])
    }
    #expect(change("lead (anna, %ops) or bin", "bin or lead (%ops, anna)") == [])
    #expect(change("2 of a, b or c, also who asked", "2 of c, a or b, also who asked") == [])
    for (old, new) in [
      ("2 of a, b or c", "b, c or a"), ("2 of a, b or c", "3 of a, b or c"), ("a or b", "a or b, also who asked"),
      ("lead (a, b) or c", "lead (a) or b, c"), ("lead (a, b)", "lead (a, b, c)"), ("l (a) or m (b)", "l (b) or m (a)"),
    ] {
      #expect(change(old, new) == ["who approves it was \(old) and is \(new)"])
    }
  }

  /// What nobody had seen takes nothing from what was approved; what was seen does.
  @Test func anotherRehearsal() {
    #expect(differences { $0.append(Part(.rehearsal, "daily.web", "a")) } == [])
    let rehearsed = Self.parts + [Part(.rehearsal, "daily.web", "a")]
    #expect(differences({ $0[6].value = "b" }, before: rehearsed) == ["another rehearsal changed other things"])
    #expect(differences({ $0.remove(at: 6) }, before: rehearsed) == [])
  }

  /// A request of an earlier maint has fewer of them, and none of those that came later.
  @Test func whatTheScheduleSays() {
    let settings = [Part.setting("needs", "daily.dump"), Part.setting("grace", "5m")]
    #expect(differences { $0 += settings } == [])
    #expect(differences({ $0.append(settings[1]) }, before: Self.parts + [settings[0]]) == [])
    let before = Self.parts + settings
    #expect(differences({ $0[6].value = "none" }, before: before) == ["needs: daily.dump before, none now"])
    // The plan differs with them, and is not told beside them.
    let both: (inout [Part]) -> Void = { ($0[7].value, $0[0].value) = ("1s", "q") }
    #expect(differences(both, before: before) == ["grace: 5m before, 1s now"])
  }

  /// No text that is moved from one part to the next makes the same bytes.
  @Test func noTwoSubjectsHaveTheSameText() {
    let subjects = [
      [Part(.parameter, "a", "b 1 c"), Part(.parameter, "d", "e")],
      [Part(.parameter, "a", "b\nparameter 1 d 1 e")], [Part(.parameter, "a", "b"), Part(.parameter, "d", "e")],
      [Part(.parameter, "d", "e"), Part(.parameter, "a", "b")], [Part(.file, "a", "b"), Part(.parameter, "d", "e")],
    ].map { ApprovalSubject($0).text }
    #expect(Set(subjects).count == subjects.count)
  }

  @Test func demandsInWords() {
    #expect(ApprovalDemand(from: ["lead"]).words == "lead")
    #expect(ApprovalDemand(from: ["anna", "berta"]).words == "anna or berta")
    let two = ApprovalDemand(from: ["anna", "berta", "%ops"], needed: 2)
    #expect(two.words == "2 of anna, berta or %ops")
    #expect(ApprovalDemand.words([ApprovalDemand(from: ["lead"]), two]) == "lead, and of 2 of anna, berta or %ops")
  }
}
