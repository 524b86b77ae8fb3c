import Catalog
import Diagnostics
import Foundation
import Planning
import Scheduling
import TestSupport
import Testing

@testable import Reporting

@Suite struct GraphReportTests {
  private static let appearance = Appearance(color: false, utf8: true)

  /// Tasks of `daily`, each with the numbers of its needs.
  private static func plan(_ needs: [[Int]]) -> Plan {
    var waves: [Int] = []
    let tasks = needs.enumerated().map { index, needs in
      waves.append(needs.map { waves[$0] + 1 }.max() ?? 0)
      let task = MaintenanceTask(name: TaskName(tier: .daily, name: "t\(index)"), runbook: "r", place: .path("x"))
      return PlannedTask(task: task, runbook: 0, needs: needs, wave: waves[index])
    }
    return Plan(
      targets: [.tier(.daily)], tasks: tasks, runbooks: [Runbook(name: "r", place: .path("r"))], jobs: 1,
      defaults: Defaults())
  }

  @Test func mermaid() {
    #expect(
      GraphReport(PlanFixture.plan, appearance: Self.appearance).render(.mermaid) == """
        flowchart LR
          n0["weekly.security_updates"]
          n1["daily.deploy"]
          n2["daily.check"]
          n3["monthly.system_updates<br/>met by run 41"]:::met
          n3 -.-> n1
          n0 -.-> n1
          n0 -.-> n2
          n1 --> n2
          classDef met stroke-dasharray: 4

        """)
  }

  @Test func dot() {
    #expect(
      GraphReport(PlanFixture.plan, appearance: Self.appearance).render(.dot) == #"""
        digraph maint {
          rankdir=LR;
          node [shape=box, style=rounded];
          n0 [label="weekly.security_updates"];
          n1 [label="daily.deploy"];
          n2 [label="daily.check"];
          n3 [label="monthly.system_updates\nmet by run 41", style="rounded,dashed"];
          n3 -> n1 [style=dashed];
          n0 -> n1 [style=dashed];
          n0 -> n2 [style=dashed];
          n1 -> n2;
        }

        """#)
  }

  @Test func text() {
    let plan = Self.plan([[], [0], [], [0], [1, 2], [1], [3, 4, 0]])
    #expect(
      GraphReport(plan, appearance: Self.appearance).render(.text) == """
        daily.t0
        ├─ daily.t1
        │  ├─ daily.t4  after daily.t2 too
        │  │  └─ daily.t6  after daily.t3, daily.t0 too
        │  └─ daily.t5
        └─ daily.t3
        daily.t2

        """)
    #expect(
      GraphReport(PlanFixture.plan, appearance: .init(color: true, utf8: false)).render(.text) == """
        weekly.security_updates
        \u{1B}[2m`- \u{1B}[0mdaily.deploy\u{1B}[2m  monthly.system_updates met by run 41\u{1B}[0m
        \u{1B}[2m   `- \u{1B}[0mdaily.check\u{1B}[2m  after weekly.security_updates too\u{1B}[0m

        """)
  }

  @Test func aLongChainStaysOnTheScreen() {
    let text = GraphReport(Self.plan((0..<3000).map { $0 == 0 ? [] : [$0 - 1] }), appearance: Self.appearance)
      .render(.text)
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count < 80 })
    #expect(lines.count == 3000 + 2999 / GraphTree.deepest)
    #expect(lines[GraphTree.deepest].hasSuffix("daily.t12  continued below"))
    #expect(lines[GraphTree.deepest + 1] == "daily.t12  continued")
  }

  /// Each task of any graph has its line, and a second one only where it is continued.
  @Test(arguments: 0..<50) func everyTaskIsThere(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let needs = (0..<60).map { index in
      index == 0 ? [] : Array(Set((0..<2).map { _ in Int.random(in: max(0, index - 3)..<index, using: &generator) }))
    }
    let lines = GraphReport(Self.plan(needs), appearance: Self.appearance).render(.text).split(separator: "\n")
    let names = lines.filter { !$0.hasSuffix("  continued") }.compactMap { line in
      line.drop { !$0.isLetter }.split(separator: " ").first.map(String.init)
    }
    #expect(names.sorted() == (0..<60).map { "daily.t\($0)" }.sorted())
    #expect(lines.count { $0.hasSuffix("  continued") } == lines.count { $0.hasSuffix("continued below") })
  }

  @Test func namesCannotBreakOut() throws {
    let names = ["a\"]; b [x", "back\\slash", "<b>#1;", "line\nbreak", "end"]
    var plan = Self.plan(names.map { _ in [] })
    for (index, name) in names.enumerated() { plan.tasks[index].task.name = TaskName(tier: nil, name: name) }
    let mermaid = GraphReport(plan, appearance: Self.appearance).render(.mermaid)
    #expect(mermaid.contains(#"n0["runbook:a#34;]; b [x"]"#))
    #expect(mermaid.contains(#"n2["runbook:#60;b#62;#35;1;"]"#))
    #expect(mermaid.split(separator: "\n").count == 6)
    let dot = GraphReport(plan, appearance: Self.appearance).render(.dot)
    #expect(dot.contains(#"n0 [label="runbook:a\"]; b [x"];"#))
    #expect(dot.contains(#"n1 [label="runbook:back\\slash"];"#))
    #expect(try Self.graphviz(dot) == names.count)
  }

  /// The number of nodes that graphviz draws, or the expected one where it is not installed.
  private static func graphviz(_ dot: String) throws -> Int {
    let tool = URL(filePath: "/usr/bin/dot")
    guard FileManager.default.isExecutableFile(atPath: tool.path) else {
      print("not checked with graphviz: /usr/bin/dot is not installed")
      return 5
    }
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = tool
    process.arguments = ["-Tplain"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(dot.utf8))
    try input.fileHandleForWriting.close()
    let plain = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return -1 }
    return String(decoding: plain, as: UTF8.self).split(separator: "\n").count { $0.hasPrefix("node ") }
  }
}
