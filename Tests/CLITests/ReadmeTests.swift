import Catalog
import Foundation
import Testing

/// What the README shows is what maint takes.
@Suite struct ReadmeTests {
  private static let readme =
    (try? String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "README.md"), encoding: .utf8)) ?? ""

  /// The texts of the README's YAML blocks.
  private static var blocks: [String] {
    readme.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```\n").first
    }
  }

  @Test func itsFilesLoad() throws {
    let maint = try Maint()
    var files = 0
    for block in Self.blocks {
      guard let name = block.firstMatch(of: /^# ((?:schedules|runbooks)\/[a-z-]+\.yaml)\n/)?.output.1 else { continue }
      try maint.file(String(name), block)
      files += 1
    }
    #expect(files == 2)
    try maint.runbook("system_health_checks", "precheck: [':']")
    // The test's host has no nginx.
    let problems = try #require(try maint.json("check")["diagnostics"] as? [[String: Any]])
    #expect(problems.allSatisfy { $0["id"] as? String == "missing-backup-path" }, "\(problems)")
  }

  @Test func itsFilesAreInTheStyle() throws {
    let maint = try Maint()
    for (index, block) in Self.blocks.enumerated() { try maint.file("\(index).yaml", block) }
    let files = Self.blocks.indices.map { "project/\($0).yaml" }
    #expect(files.count > 3)
    try maint.start(["fmt", "--check"] + files).wait().expect(exit: 0, out: "", err: "")
  }

  @Test func itsOtherKeysLoad() throws {
    let maint = try Maint()
    let block = try #require(Self.blocks.first { $0.contains("change_freeze:") })
    try maint.schedule(block)
    try maint.runbook("system_updates", "precheck: [':']")
    // Its freeze is past one day, which is a note.
    try maint.run("check", "--strict").expect(exit: 0)
  }

  /// Its tables of what a step may say and is told have all that maint's own have.
  @Test func itNamesEveryKeyOfAStepAndEveryVariable() {
    for entry in Construct.step(of: .change).table.entries {
      #expect(Self.readme.contains("`\(entry.name)`"), "\(entry.name)")
    }
    for variable in StepVariable.allCases {
      #expect(Self.readme.contains("`\(variable.rawValue)`"), "\(variable.rawValue)")
    }
  }

  /// Each heading is in the list of contents, by the anchor that it gets on a page.
  @Test func itsContentsAreComplete() {
    let lines = Self.readme.split(separator: "\n")
    let headings = lines.filter { $0.hasPrefix("## ") || $0.hasPrefix("### ") }.map { $0.drop { "# ".contains($0) } }
    let anchors = headings.map { heading in
      "#" + heading.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.replacing(" ", with: "-")
    }
    let links = Self.readme.matches(of: /\]\((#[^)]+)\)/).map { String($0.output.1) }
    #expect(Set(links) == Set(anchors) && links.count == anchors.count && anchors.count > 15)
  }

  /// And is as far as is shown beside it.
  @Test func itsChecklistIsRead() throws {
    let maint = try Maint()
    try maint.runbook("database_backup", "precheck: [':']").daily("database_backup")
    let parts = Self.readme.components(separatedBy: "```markdown\n").dropFirst().joined().components(
      separatedBy: "```\n")
    let shown = try #require(parts.dropFirst(2).first)
    try #require(shown.hasPrefix("$ maint checklist adopting.md\n"))
    try maint.file("adopting.md", parts[0])
    let table = shown.split(separator: "\n").dropFirst().joined(separator: "\n")
    try maint.run("checklist", "project/adopting.md").expect(exit: 0, out: table, err: "")
  }

  @Test func itsSecretsLoad() throws {
    let maint = try Maint()
    let block = try #require(Self.blocks.first { $0.hasPrefix("secrets:") })
      .replacing("/etc/maint/secrets/api-token", with: "\(maint.project)/token")
    try maint.file("token", "x\n", mode: 0o600).runbook(
      "secret", block + "precheck: ['test -n \"$API_TOKEN$VAULT_KEY$DB_PASSWORD\"']")
    try maint.daily("secret")
    try maint.run("check").expect(exit: 0).shows("no problems")
  }
}
