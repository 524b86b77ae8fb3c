import Testing

@testable import Diagnostics

@Suite struct NearestNameTests {
  private let keys = ["timeout", "retries", "delay", "run", "name", "undo", "on_failure", "if"]

  @Test(arguments: [
    ("tiemout", "timeout"), ("timeuot", "timeout"), ("time_out", "timeout"), ("Timeout", "timeout"),
    ("rnu", "run"), ("onfailure", "on_failure"), ("on-failure", "on_failure"), ("ON-FAILURE", "on_failure"),
    ("dealy", "delay"), ("nme", "name"),
  ])
  func slipsAreFound(_ name: String, _ expected: String) {
    #expect(NearestName.suggest(name, among: keys) == expected)
  }

  @Test(arguments: ["", "x", "banana", "completely_different", "if_not_this_then_what", "retry"])
  func othersAreNot(_ name: String) {
    #expect(NearestName.suggest(name, among: keys) == nil)
  }

  @Test func theNearestWins() {
    #expect(NearestName.suggest("dayly", among: ["daly", "daily", "Dayly"]) == "Dayly")
    #expect(NearestName.suggest("abcdef", among: ["abcxyf", "abcdeg", "abcdeh"]) == "abcdeg")
    #expect(NearestName.suggest("a", among: []) == nil)
    // A slip is seldom in the first letter.
    #expect(NearestName.suggest("Sonday", among: ["Monday", "Tuesday", "Sunday"]) == "Sunday")
  }

  @Test func longNamesCostNothing() {
    let long = String(repeating: "k", count: 10_000_000)
    #expect(NearestName.suggest(long, among: [long, "run"]) == nil)
    #expect(NearestName.suggest("run", among: [long, "runs"]) == "runs")
  }
}
