import Catalog
import Planning
import Testing

/// Tasks whose changes lie in the same place do not run at the same time.
@Suite struct PathLockTests {
  @Test func whatLiesWithinAnotherIsNoLockOfItsOwn() {
    #expect(PathLock.outermost(["/a/b", "/a", "/a-b", "web", "/c/d"]) == ["/a", "/a-b", "/c/d", "web"])
    #expect(PathLock.outermost(["/", "/a"]) == ["/"])
    #expect(PathLock.above("/a/b/c") == ["/", "/a", "/a/b"])
    #expect(PathLock.above("/a") == ["/"] && PathLock.above("/").isEmpty && PathLock.above("web").isEmpty)
  }

  @Test func aPathExcludesWhatIsAboveAndBelow() {
    #expect(PathLock.conflict("/a", "/a/b") && PathLock.conflict("/a/b", "/a") && PathLock.conflict("/", "/a"))
    #expect(!PathLock.conflict("/a", "/a-b") && !PathLock.conflict("/a/b", "/a/c") && PathLock.conflict("x", "x"))
  }
}
