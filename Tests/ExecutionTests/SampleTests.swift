import Execution
import Testing

@Suite struct SampleTests {
  @Test func readsTheTextFormat() {
    #expect(Sample(line: "load1 0.5") == Sample(name: "load1", value: 0.5))
    #expect(
      Sample(line: "disk{mount=\"/\",fs=\"ext4\"} 91 1700000000")
        == Sample(name: "disk", labels: "fs=\"ext4\",mount=\"/\"", value: 91))
    #expect(Sample(line: "a{x=\"}\\\"\"}\t1e3")?.labels == "x=\"}\\\"\"")
    #expect(Sample(line: "a{} 1") == Sample(name: "a", value: 1))
  }

  @Test(arguments: ["", "a", "1a 1", "a b", "a NaN", "a +Inf", "a{x=1} 1", "a{x=\"1\" 1", "a 1 2 3", "a{x=\"1\"}"])
  func refusesTheRest(line: String) {
    #expect(Sample(line: line) == nil)
  }
}
