import Foundation
import Testing

/// What a task had changed before it failed, as the rollback found it and the report tells it.
@Suite struct TakenBackTests {
  private let maint: Maint
  private var data: String { "\(maint.folder)/data" }

  init() throws {
    maint = try Maint()
    // Texts are told that everyone on the host may read.
    chmod(maint.folder, 0o755)
    for path in [data, "\(data)/private"] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    try write("private/key", "old\n")
    chmod("\(data)/private", 0o700)
    try write("conf", "one\ntwo\nthree\n")
    try write("token", "none\n")
    try write("hidden", "password old\n")
    chmod("\(data)/hidden", 0o600)
    try write("untouched", "as ever\n")
    try maint.file("secret", "tokenvalue99\n")
    chmod("\(maint.project)/secret", 0o600)
  }

  private func write(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(data)/\(name)", atomically: false, encoding: .utf8)
  }

  private func run(_ change: String, paths: [String]) throws {
    let list = paths.map { "{path: \($0)}" }.joined(separator: ", ")
    try maint.runbook(
      "conf",
      """
      secrets: {TOKEN: {file: \(maint.project)/secret}}
      backup: [\(list)]
      change:
        - run: |
            cd \(data)
            \(change)
      verify: ['false']
      """)
    try maint.daily("conf")
    try maint.run("run", "daily", "--quiet").expect(exit: 3)
  }

  /// What a report counts as work is what was carried out, and not what was taken back.
  @Test func takingBackIsNoRunOfWork() throws {
    try maint.runbook("conf", "backup: [{path: \(data)/conf}]\nchange: ['echo new > \(data)/conf']\n")
    try maint.daily("conf")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("rollback", "1").expect(exit: 0)
    let report = try maint.json("report", "weekly", "--period", Self.week)
    #expect((report["work"] as? [String: Any])?["runs"] as? Int == 1)
  }

  private func told() throws -> [String] {
    let report = try maint.json("report", "weekly", "--period", Self.week)
    let entries = (report["failures"] as? [String: Any])?["entries"] as? [[String: Any]]
    let lines = try #require(entries?.first?["changes"] as? [String])
    return lines.map { $0.replacingOccurrences(of: maint.folder, with: "/T") }
  }

  private static let week = {
    let calendar = Calendar(identifier: .iso8601)
    let parts = calendar.dateComponents([.yearForWeekOfYear, .weekOfYear], from: Date())
    return String(format: "%04d-W%02d", parts.yearForWeekOfYear ?? 0, parts.weekOfYear ?? 0)
  }()

  @Test func whatWasTakenBackIsToldForEver() throws {
    try run(
      "sed -i s/two/2/ conf; echo $TOKEN > token; echo password new > hidden; echo x > private/key; printf '\\0' > new",
      paths: [data, "\(data).none"])
    let lines = try told()
    #expect(
      lines == [
        "changed since the backup: /T/data, 5 paths", "  ~ conf  content, time", "  ~ hidden  content, time",
        "  + new", "  ~ private/key  content, time", "  ~ token  content, time",
        "  texts that not everyone on the host may read are not told", "--- /T/data/conf", "+++ /T/data/conf",
        "@@ -1,3 +1,3 @@", " one", "-two", "+2", " three", "--- /T/data/token", "+++ /T/data/token", "@@ -1 +1 @@",
        "-none", "+***",
      ])
    let text = try maint.run("report", "weekly", "--period", Self.week).expect(exit: 0).out
    #expect(text.contains("What it had changed, as the rollback found it:\n") && text.contains("│ -two\n  │ +2\n"))
    // What is on the host today is nothing to it.
    try FileManager.default.removeItem(atPath: data)
    try FileManager.default.removeItem(atPath: "\(maint.state)/backups")
    #expect(try told() == lines)
  }

  /// Of much there is some, and the rest is counted.
  @Test func muchIsToldInPart() throws {
    try run(
      "for i in $(seq 1000 1099); do echo x > $i; done; seq 1000 9000 > 0big", paths: [data])
    let lines = try told()
    #expect(lines.first == "changed since the backup: /T/data, 101 paths" && lines.contains("  and 51 more"))
    #expect(lines.joined(separator: "\n").utf8.count < 24 << 10)
  }

  @Test func aPathThatWasGoneIsToldSo() throws {
    try run("rm -r ../data", paths: [data])
    #expect(try told() == ["changed since the backup: /T/data, all of it was gone"])
    #expect(FileManager.default.contents(atPath: "\(data)/untouched") == Data("as ever\n".utf8))
  }

  /// What somebody wished has not failed: nobody is told to find out why and to change it again.
  @Test func whatIsTakenBackOnRequestIsNoFailure() throws {
    try maint.runbook("edit", "backup: [{path: \(data)}]\nchange: ['echo 2 > \(data)/conf']\n").daily("edit")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("rollback", "1", "--quiet").expect(exit: 0)
    let report = try maint.json("report", "weekly", "--period", Self.week)
    let advice = (report["recommendations"] as? [String: Any])?["entries"] as? [[String: Any]]
    #expect(try #require(advice).allSatisfy { $0["urgent"] as? Bool == false })
    let work = try #require(report["work"] as? [String: Any])
    let task = (work["tasks"] as? [[String: Any]])?.first
    #expect(["tried", "succeeded", "rolled_back", "taken_back"].map { task?[$0] as? Int } == [1, 1, 0, 1])
    let failures = try #require(report["failures"] as? [String: Any])
    let back = try #require(failures["taken_back"] as? [[String: Any]])
    #expect(back.map { [$0["run"] as? Int, $0["takes_back"] as? Int] } == [[2, 1]] && back[0]["by"] as? String != nil)
    #expect((failures["entries"] as? [Any])?.isEmpty == true && (failures["standing"] as? [Any])?.isEmpty == true)
    let text = try maint.run("report", "weekly", "--period", Self.week).out.unwrapped
    #expect(
      text.contains("Maintenance goes well: nothing is urgent.") && text.contains("1 change was taken back on request.")
    )
    #expect(text.contains("daily.edit: what run 1 had changed, by "))
    for (name, value) in [("maintenance_success_rate", "100\n"), ("rollback_frequency", "0\n")] {
      #expect(try maint.run("metrics", name, "--period", Self.week).out.contains(value.dropLast()))
    }
    #expect(try maint.run("log", "--format", "junit").out.contains("tests=\"2\" failures=\"0\" errors=\"0\""))
    let page = "\(maint.folder)/page.html"
    try maint.run("dashboard", "--output", page).expect(exit: 0)
    let shown = try String(contentsOfFile: page, encoding: .utf8)
    #expect(shown.contains("1 succeeded, 1 taken back on request") && shown.contains("0 of them with a failure"))
  }
}
