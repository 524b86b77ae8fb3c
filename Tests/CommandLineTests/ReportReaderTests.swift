import Execution
import Foundation
import Testing

@testable import CommandLine

@Suite struct ReportReaderTests {
  let folder: TemporaryFolder
  let reports: ReportFolder

  init() throws {
    folder = try TemporaryFolder()
    reports = try ReportFolder(at: "\(folder.path)/reports")
  }

  private func take(secrets: [String] = []) -> StepReport {
    ReportReader.read("1", from: reports, secrets: secrets).shown
  }

  @Test func secretsAreCoveredInEveryPartOfAReport() throws {
    let secrets = ["sesame_7431", "815047110"]
    try folder.write("sesame_7431 1\nvalue 815047110\nm{l=\"sesame_7431\"} 2\n", to: "reports/1.metrics")
    try folder.write("sesame_7431=1\nVALUE=<815047110>\n# sesame_7431\n", to: "reports/1.env")
    try folder.write("warning: sesame_7431\n", to: "reports/1.warnings")
    let taken = ReportReader.read("1", from: reports, secrets: secrets)
    #expect(taken.environment == [.init(name: "VALUE", value: "<815047110>")])
    #expect(taken.shown.environment == [.init(name: "VALUE", value: "<***>")])
    #expect(taken.shown.samples == [Sample(name: "m", labels: "l=\"***\"", value: 2)])
    #expect(
      taken.shown.warnings == [
        "$MAINT_METRICS: not a sample in Prometheus text format with a finite number: *** 1",
        "$MAINT_METRICS: not a sample in Prometheus text format with a finite number: value ***",
        "$MAINT_ENV: *** is not passed on: there is a secret in its name",
        "$MAINT_ENV: not NAME=value: # ***",
        "***",
      ])
  }

  @Test(arguments: [-20, -5, -1, 0, 1]) func noCutShowsAPartOfASecret(offset: Int) throws {
    let limit = 1 << 20
    let secret = "sesame-7431"
    try folder.write(
      String(repeating: "x", count: limit + offset) + secret + String(repeating: "y", count: 40),
      to: "reports/1.summary")
    let report = take(secrets: [secret])
    #expect(report.warnings.count == 1)
    let tail = offset == -20 ? "***yyyyyyyyy" : offset < 0 ? "***" : ""
    let expected = String(repeating: "x", count: limit + min(offset, 0)) + tail
    let isSame = report.summary == expected
    #expect(isSame, "\(report.summary.suffix(20))")
  }

  @Test func aSecretOfSeveralLinesIsCoveredInEach() throws {
    try folder.write("KEY=one\ntwo\n", to: "reports/1.env")
    let report = take(secrets: ["one\ntwo"])
    #expect(report.environment == [.init(name: "KEY", value: "***")])
    #expect(report.warnings == ["$MAINT_ENV: not NAME=value: ***"])
  }

  @Test func onlyAFileOfItsOwnIsRead() throws {
    try folder.write("somebody else's", to: "file")
    link("\(folder.path)/file", "\(reports.path)/1.summary")
    symlink("\(folder.path)/file", "\(reports.path)/1.warnings")
    mkfifo("\(reports.path)/1.metrics", 0o600)
    let report = take()
    #expect(report.summary == "" && report.environment.isEmpty && report.samples.isEmpty)
    #expect(report.warnings.count == 3)
    #expect(report.warnings.allSatisfy { $0.contains("could not be read") })
    ReportReader.remove("1", from: reports)
    #expect(folder.contents == ["file", "reports"])
  }

  @Test func theFolderIsTheOneThatWasMade() throws {
    try folder.write("fine", to: "reports/1.summary")
    rename(reports.path, "\(folder.path)/moved")
    try folder.makeFolder("reports")
    try folder.write("forged", to: "reports/1.summary")
    #expect(take().summary == "fine")
  }
}
