import TestSupport
import Testing

/// A sandbox that goes on from another sees what that one has, and is compared with what was before both, or before itself.
@Suite struct StackTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var host = ":"
    let first: String
    let second: String
    /// Where what the first one changed counts as changed.
    let after: [String]
    /// Where it counts as the original.
    let from: [String]

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "nothing more", first: "echo a >f", second: "cat f", after: ["created file f"], from: []),
    Case(name: "made, then removed", first: "echo a >f", second: "rm f", after: [], from: ["removed file f"]),
    Case(
      name: "removed, then made as it was", host: "echo a >f; touch -d @1000000000 f", first: "rm f",
      second: "echo a >f; touch -d @1000000000 f", after: [], from: ["created file f"]),
    Case(
      name: "changed, then brought back", host: "echo a >f; touch -d @1000000000 f",
      first: "echo b >f; touch -d @1000000000 f", second: "echo a >f; touch -d @1000000000 f", after: [],
      from: ["changed content f"]),
    Case(
      name: "a folder removed, then made anew with a part of it", host: "mkdir d; echo a >d/f; echo a >d/g",
      first: "rm -r d", second: "mkdir d; echo a >d/h",
      after: ["removed file d/f", "removed file d/g", "created file d/h"],
      from: ["created directory d", "created file d/h"]),
    Case(
      name: "a folder made anew in both", host: "mkdir d; echo a >d/f", first: "rm -r d; mkdir d; echo b >d/g",
      second: "rm -r d; mkdir d; echo c >d/h", after: ["removed file d/f", "created file d/h"],
      from: ["removed file d/g", "created file d/h"]),
    Case(
      name: "deep in what the first has made", first: "mkdir -p d/e; echo a >d/e/f", second: "echo b >d/e/g; rm d/e/f",
      after: ["created directory d", "created directory d/e", "created file d/e/g"],
      from: ["removed file d/e/f", "created file d/e/g"]),
    Case(
      name: "a file over a folder, and a folder over it", host: "mkdir d; echo a >d/f", first: "rm -r d; echo a >d",
      second: "rm d; mkdir d", after: ["removed file d/f"], from: ["changed kind d"]),
    Case(
      name: "what lies in /tmp and /run goes on, too", first: "echo a >/tmp/x", second: "cat /tmp/x; rm /tmp/x",
      after: [], from: []),
  ]

  @Test(arguments: HostTree.accounts, cases) func goesOn(account: Account, what: Case) throws {
    for (on, expected) in [("after", what.after), ("from", what.from)] {
      let host = try HostTree(account)
      host.variables["ON"] = on
      try host.host(what.host)
      let before = TreeSnapshot(host.tree)
      let ended = try host.rehearse(what.first, what.second)
      #expect(ended.endings == ["exited(0)", "exited(0)"], "\(ended.text)")
      #expect(Set(ended.changes.filter { !$0.hasPrefix("a") }) == Set(expected), "\(on): \(ended.text)")
      #expect(TreeSnapshot(host.tree) == before)
    }
  }
}
