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
}
