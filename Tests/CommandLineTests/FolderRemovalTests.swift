import Foundation
import Testing

@testable import CommandLine

@Suite struct FolderRemovalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func allOfItGoesAndNothingThatALinkLeadsTo() throws {
    try folder.makeFolder("kept")
    try folder.write("x", to: "kept/file")
    try folder.makeFolder("gone/a/b")
    for name in ["gone/a/link", "gone/link"] { symlink("\(folder.path)/kept", "\(folder.path)/\(name)") }
    // A name that is no UTF-8.
    let odd = Array("\(folder.path)/gone/a/".utf8).map(CChar.init(bitPattern:)) + [-1, 0]
    close(open(odd, O_WRONLY | O_CREAT, 0o600))
    #expect(FolderRemoval.remove("\(folder.path)/gone") == nil)
    #expect(folder.contents == ["kept", "kept/file"])
    #expect(FolderRemoval.remove("\(folder.path)/gone") == nil)
  }

  /// Whoever owns a folder below it may put a link in its place at any moment.
  @Test func aFolderThatBecomesALinkMeanwhileIsNotFollowed() throws {
    try folder.makeFolder("kept")
    try folder.write("x", to: "kept/file")
    let path = folder.path
    let swapper = Thread {
      while !Thread.current.isCancelled {
        rename("\(path)/gone/s", "\(path)/gone/t")
        symlink("\(path)/kept", "\(path)/gone/s")
        unlink("\(path)/gone/s")
        rename("\(path)/gone/t", "\(path)/gone/s")
      }
    }
    swapper.start()
    defer {
      swapper.cancel()
      while !swapper.isFinished { usleep(1_000) }
    }
    let end = Date().addingTimeInterval(0.5)
    while Date() < end, folder.text("kept/file") != nil {
      mkdir("\(path)/gone", 0o700)
      mkdir("\(path)/gone/s", 0o700)
      _ = FolderRemoval.remove("\(path)/gone")
    }
    #expect(folder.text("kept/file") == "x")
  }
}
