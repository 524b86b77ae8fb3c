import Catalog
import Diagnostics
import Foundation
import Testing

/// The files that come with maint, as files.
@Suite struct ShippedFileTests {
  @Test func everyFileLoadsWithoutAProblem() throws {
    let place = try Place()
    let ended = try place.maint("check", "--json")
    #expect(ended.exit == 0, "\(ended.output)\(ended.error)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
    #expect(report["errors"] as? Int == 0 && report["warnings"] as? Int == 0, "\(ended.output)")
    let files = try FileManager.default.contentsOfDirectory(atPath: Place.shipped + "/runbooks")
    #expect(report["runbooks"] as? Int == files.count { $0.hasSuffix(".yaml") }, "\(ended.output)")
  }

  @Test func everyFileIsInTheStyle() throws {
    let ended = try Place().maint("fmt", "--check")
    #expect(ended.exit == 0 && ended.output.isEmpty && ended.error.isEmpty, "\(ended.output)\(ended.error)")
  }

  /// Each shell text, and each that it hands to a shell of its own.
  @Test(.enabled(if: Tools.has("shellcheck"), "shellcheck is not installed"))
  func everyShellTextIsClean() throws {
    var diagnostics = DiagnosticBag()
    let catalog = CatalogLoader.load(project: Place.shipped, diagnostics: &diagnostics)
    let place = try Place()
    try place.shell("mkdir texts")
    var count = 0
    for runbook in catalog.runbooks.values {
      let steps = Stage.allCases.flatMap { stage in runbook.steps(of: stage).map { (stage, $0) } }
      for (stage, step) in steps {
        let texts = [step.run, step.undo, step.condition].compactMap { $0 }
        for text in try texts + texts.flatMap(Self.inner) {
          count += 1
          let name = "\(count)-\(runbook.name)-\(stage.rawValue)-\(step.name)".replacing("/", with: "-")
          try "#!/bin/dash\nset -eu\n\(text)\n".write(
            toFile: "\(place.folder)/texts/\(name)", atomically: false, encoding: .utf8)
        }
      }
    }
    #expect(count > 40)
    // SC2154: a parameter arrives in the environment. SC2016: the inner shell expands it. SC2012: ls is not used to
    // list files. SC1091: a file that is sourced is looked at by itself.
    try place.shell(
      "find texts -type f -print0 | xargs -0 shellcheck -s dash -o quote-safe-variables -e SC2154,SC2016,SC1091")
  }

  private static func inner(_ text: String) throws -> [String] {
    text.matches(of: try Regex(#"sh -euc '(.*?)'(?= sh)"#).dotMatchesNewlines()).compactMap {
      $0.output[1].substring.map(String.init)
    }
  }

  /// The whole tier, its thresholds out of reach: nothing fails, and nothing stays but the state.
  @Test(arguments: Account.available)
  func aDayOnAnyHostChangesNothingOutsideTheState(account: Account) throws {
    let place = try Place(account)
    try place.copyProject()
    let tiers = try place.text("project/schedules/daily.yaml")
    let values = calm.sorted { $0.key < $1.key }.map { "        \($0.key): \"\($0.value)\"\n" }.joined()
    try tiers.replacing(
      "- system_health_checks\n", with: "- task: system_health_checks\n      with:\n\(values)"
    ).write(toFile: "\(place.folder)/project/schedules/daily.yaml", atomically: false, encoding: .utf8)
    let ended = try place.maint("run", "daily")
    #expect(ended.exit == 0, "\(ended.output)\(ended.error)")
    #expect(try place.shell("ls") == "project\nstate\n")
    // Reports, lists and holding folders are gone when the run is; what was backed up stays.
    let left = try place.shell(
      """
      find state -mindepth 1 \\( -path state/backups -o -path state/configuration \\) -prune -o ! -name 'maint.*' \
        ! -name '*.lock' ! -name locks ! -name runs -print
      """)
    #expect(left.isEmpty, "\(left)")
  }
}
