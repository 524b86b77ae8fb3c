import Foundation
import Testing

@testable import CommandLine

@Suite struct FileReplacementTests {
  @Test func whatSomebodyElseHasWrittenMeanwhileStays() throws {
    let folder = try TemporaryFolder()
    try folder.write("theirs", to: "list.md")
    let failure = try #require(throws: CommandFailure.self) {
      try FileReplacement.replace("\(folder.path)/list.md", holding: Array("old".utf8), by: Array("mine".utf8))
    }
    #expect(failure.exitCode == .cannotWrite && failure.message.contains("was changed by somebody else meanwhile"))
    #expect(folder.text("list.md") == "theirs" && folder.contents == ["list.md"])
    try FileReplacement.replace("\(folder.path)/list.md", holding: Array("theirs".utf8), by: Array("mine".utf8))
    #expect(folder.text("list.md") == "mine" && folder.contents == ["list.md"])
  }

  /// Saved after the last look at it.
  @Test func whatIsWrittenAtTheLastMomentStays() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "list.md")
    let failure = try #require(throws: CommandFailure.self) {
      try FileReplacement.replace("\(folder.path)/list.md", holding: Array("old".utf8), by: Array("mine".utf8)) {
        try? folder.write("theirs", to: "list.md")
      }
    }
    #expect(failure.message == "\(folder.path)/list.md was changed by somebody else meanwhile and is left as it is")
    #expect(folder.text("list.md") == "theirs" && folder.contents == ["list.md"])
  }

  @Test func whoHasTheTurnIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "list.md")
    let path = "\(folder.path)/list.md"
    let failure = try #require(throws: CommandFailure.self) {
      try FileTurn.take(at: path) { () throws(CommandFailure) in
        try FileTurn.take(at: path, patience: .zero) { () throws(CommandFailure) in Issue.record("both at once") }
      }
    }
    #expect(failure.exitCode == .notNow && failure.message.contains("list.md is left as it is: process \(getpid()) ("))
    #expect(try FileTurn.take(at: path, patience: .zero) { () throws(CommandFailure) in 7 } == 7)
    #expect(try FileTurn.take(at: "\(folder.path)/none/list.md") { () throws(CommandFailure) in 8 } == 8)
  }
}
