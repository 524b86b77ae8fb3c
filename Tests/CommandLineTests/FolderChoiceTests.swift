import Foundation
import Testing

@testable import CommandLine

/// A folder has one name, however it was typed.
@Suite struct FolderChoiceTests {
  @Test(arguments: [
    ("/a/b", "/a/b"), ("/a/b/", "/a/b"), ("//a///b//", "/a/b"), ("/a/./b/.", "/a/b"), ("/", "/"), ("//", "/"),
    ("/.", "/"),
    // Where a name may be a link, .. is the kernel's.
    ("/a/../b", "/a/../b"), ("/a/\u{301}b", "/a/\u{301}b"),
  ])
  func absoluteOnes(typed: String, path: String) {
    #expect(FolderChoice.absolute(typed) == path)
  }

  @Test func relativeOnes() {
    let working = FileManager.default.currentDirectoryPath
    let above = (working as NSString).deletingLastPathComponent
    for typed in [".", "./", "././.", ".//"] { #expect(FolderChoice.absolute(typed) == working) }
    for typed in ["x", "./x", ".//x/.", "x//"] { #expect(FolderChoice.absolute(typed) == "\(working)/x") }
    #expect(FolderChoice.absolute("..") == above && FolderChoice.absolute("./../x") == "\(above)/x")
    #expect(FolderChoice.absolute("x/../y") == "\(working)/x/../y")
    #expect(FolderChoice.absolute(String(repeating: "../", count: 40) + "x") == "/x")
  }
}
