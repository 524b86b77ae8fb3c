import Foundation
import Testing

/// A secret that was written into a runbook by mistake is shown by no format, whatever else is wrong with the line.
@Suite struct SecretTests {
  private static let mistakes = [
    "  K1: \"hunter2", "  K1: 'hunter2", "  K1: &a hunter2", "  K1: @hunter2", "  K1: `hunter2", "  K1: hunter2: x",
    "  K1: {value: hunter2", "  K1: {hunter2", "  K1: [hunter2", "  K1: {{ hunter2 }}", "  K1: \"hunter\\d2 hunter2\"",
    "  - hunter2", "- hunter2", "  K1: |hunter2", "  K1: >hunter2", "  K1: *hunter2", "  K1: !hunter2 x",
    "  K1: ! hunter2", "\tK1: hunter2", "  K1: {file: /x}\n   K2: hunter2", "  K1: {file: /x}\n K2: hunter2",
    "  K1: hunter2\n  K1: hunter2", "  K2 hunter2", "  K1: {file: /x}\n  K2 hunter2", "  K2:hunter2",
    "  K1: {file: /x}\n  K2:hunter2", "  K1: {file: /x}\n  K2=hunter2", "  K2 = hunter2", "  K1: {file: hunter2}",
    "  K1: {credential: hunter2/x}", "  K1: {command: \"\", hunter2: x}", "  K1: {command: echo ( hunter2}",
    "  K1: {command: echo $hunter2}", "  K1: {value:hunter2}", "  K1: {value: hunter2, value: hunter2}",
    "  K1: {file: /x} hunter2", "  K1: \"x\" hunter2", "  K1: 'it's hunter2'",
    "  K1: \u{201C}hunter2\u{201D}", "  K1: \u{A0}hunter2", "  K1:\u{A0}hunter2", "  ? hunter2", "  : hunter2",
    "  K1: x #hunter2\n    hunter2", "  K1: ]hunter2", "  K1: ,hunter2", "  K1: #hunter2", "  <<: hunter2",
    "  K1: hunter2\n    K2: hunter2", "  K1:\n    - hunter2", "  K1:\n    hunter2\n    - x: hunter2", "  K1: - hunter2",
    "  [hunter2]: x", "  \"K1\": hunter2", "  K-1: hunter2", "  PATH: hunter2", "K1: hunter2",
    "  K1: \"hunter2\nhunter2\"",
    "  K1: hunter2\u{7}", "  K1: \"C:\\hunter2\"", "  K1: |\n    hunter2\n   hunter2", "  hunter2", "hunter2",
    "  K1:\n    command: echo ( #hunter2",
    "  K1: {command: \"echo 'hunter2\"}", "  K1: {command: '[[ hunter2 ]]'}", "  K1: {file: ~/hunter2}",
    "  K1: {file: \"/a\\0hunter2\"}",
  ]

  @Test(arguments: mistakes)
  func nothingOfItIsShown(_ mistake: String) throws {
    let maint = try Maint()
    try maint.daily("one").runbook("one", "secrets:\n\(mistake)\nprecheck: [':']\n")
    for arguments in [
      ["check"], ["check", "--json"], ["check", "--format", "sarif"], ["check", "--format", "github"],
    ] {
      let ended = try maint.start(arguments).wait()
      #expect(!ended.both.contains("hunter"), "\(ended.both)")
      #expect(ended.both.contains("one.yaml"), "\(ended.both)")
    }
    let parsed = try maint.run("fmt", "--check")
    #expect(!parsed.both.contains("hunter"), "\(parsed.both)")
  }
}
