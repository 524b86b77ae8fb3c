import Testing

@testable import CommandLine

@Suite struct ManualPageTests {
  @Test func mandocHasNothingToSay() throws {
    guard HostTool.path("mandoc") != nil else { return }
    let folder = try TemporaryFolder()
    try folder.write(ManualPage.text, to: "maint.8")
    let result = try HostTool.run(["mandoc", "-Tlint", "-W", "all", "maint.8"], in: folder)
    #expect(result.output == "")
    #expect(result.status == 0)
  }

  @Test func groffHasNothingToSayAndShowsEveryVerbAndOption() throws {
    guard HostTool.path("groff") != nil else { return }
    let folder = try TemporaryFolder()
    try folder.write(ManualPage.text, to: "maint.8")
    // -c and -P-bou: no escape sequences, no overstriking.
    let result = try HostTool.run(["groff", "-c", "-ww", "-mdoc", "-Tascii", "-P-bou", "maint.8"], in: folder)
    #expect(result.errors == "")
    for verb in Verb.shown {
      #expect(result.output.contains("\n     \(verb.rawValue)"), "\(verb.rawValue)")
      for option in verb.options { #expect(result.output.contains(option.flag), "\(option.flag)") }
      for example in verb.description.examples { #expect(result.output.contains(example.command)) }
    }
    for title in HelpTopic.allCases.map(\.title) { #expect(result.output.contains("\n\(title)\n"), "\(title)") }
    for code in ExitCode.allCases { #expect(result.output.contains("\n     \(code.rawValue) ")) }
    for variable in EnvironmentVariable.allCases { #expect(result.output.contains("\n     \(variable.rawValue) ")) }
  }
}
