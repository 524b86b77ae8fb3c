import Testing

@testable import Rehearsal

@Suite struct MountPointTests {
  @Test func readsWhatTheKernelWrites() {
    let text = """
      27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
      28 27 0:25 / /srv/two\\040words ro,nosuid master:1 shared:2 - tmpfs none ro,size=4k
      not a line of it

      """
    #expect(
      MountPoint.parse(Array(text.utf8)) == [
        MountPoint(path: Array("/".utf8), type: "ext4", device: "254:0"),
        MountPoint(path: Array("/srv/two words".utf8), type: "tmpfs", device: "0:25"),
      ])
  }
}
