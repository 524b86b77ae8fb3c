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

  @Test func onlyAFileOfItsOwnIsRead() throws {
    try folder.write("somebody else's", to: "file")
    link("\(folder.path)/file", "\(reports.path)/1.summary")
    symlink("\(folder.path)/file", "\(reports.path)/1.warnings")
    mkfifo("\(reports.path)/1.metrics", 0o600)
    let report = ReportReader.take("1", from: reports)
    #expect(report.summary == "" && report.environment.isEmpty && report.samples.isEmpty)
    #expect(report.warnings.count == 3)
    #expect(report.warnings.allSatisfy { $0.contains("could not be read") })
    #expect(folder.contents == ["file", "reports"])
  }

  @Test func theFolderIsTheOneThatWasMade() throws {
    try folder.write("fine", to: "reports/1.summary")
    rename(reports.path, "\(folder.path)/moved")
    try folder.makeFolder("reports")
    try folder.write("forged", to: "reports/1.summary")
    #expect(ReportReader.take("1", from: reports).summary == "fine")
  }
}
