import Diagnostics
import Testing

@testable import Catalog

@Suite struct OwnershipTests {
  private typealias Status = OwnershipCheck.Status

  private func folder(_ mode: UInt32 = 0o755, user: UInt32 = 0, group: UInt32 = 0) -> Status {
    Status(kind: .folder, user: user, group: group, mode: mode)
  }

  private func link(_ target: String, user: UInt32 = 0) -> Status {
    Status(kind: .link(target: target), user: user, group: 0, mode: 0o777)
  }

  /// The paths that are refused, and the command that mends each.
  private func refused(folder path: String, _ host: [String: Status], workingFolder: String = "/") -> [String] {
    var check = OwnershipCheck(workingFolder: workingFolder) { host[$0] }
    check.check(folder: path)
    return check.problems.sorted.map { $0.hint ?? "" }
  }

  @Test func aFolderOfRootIsSafe() {
    let host = ["/": folder(), "/etc": folder(), "/etc/maint": folder(0o755)]
    #expect(refused(folder: "/etc/maint", host).isEmpty)
    #expect(refused(folder: "maint/", host, workingFolder: "/etc").isEmpty)
    #expect(refused(folder: "../etc/./maint", host, workingFolder: "/etc").isEmpty)
  }

  /// And what a link among them leads to has a way of its own.
  @Test func theWayToTheFilesOfAFolderIsLookedAtOnce() {
    let file = Status(kind: .other, user: 0, group: 0, mode: 0o644)
    let host = [
      "/": folder(), "/p": link("/srv/p"), "/srv": folder(), "/srv/p": folder(), "/srv/p/runbooks": folder(),
      "/srv/p/runbooks/a.yaml": file, "/srv/p/runbooks/b.yaml": link("../../x/b.yaml"),
      "/srv/p/runbooks/c.yaml": Status(kind: .other, user: 7, group: 0, mode: 0o644), "/srv/x": folder(0o775),
      "/srv/x/b.yaml": file,
    ]
    var asked: [String] = []
    var check = OwnershipCheck(workingFolder: "/p") {
      asked.append($0)
      return host[$0]
    }
    check.check(files: ["a", "b", "c"].map { "runbooks/\($0).yaml" }, in: "runbooks")
    #expect(check.problems.sorted.map { $0.hint ?? "" } == ["chown root /srv/p/runbooks/c.yaml", "chmod go-w /srv/x"])
    #expect(asked.count { $0 == "/srv/p/runbooks" } == 2, "for all of them, and for the link")
    #expect(asked.count { $0.hasSuffix(".yaml") } == 5)
  }

  /// Their bits are the mask of an access control list where there is one, whatever the group.
  @Test func theGroupOfRootIsNoException() {
    let host = ["/": folder(), "/etc": folder(0o775), "/etc/maint": folder(0o770)]
    #expect(refused(folder: "/etc/maint", host) == ["chmod go-w /etc", "chmod go-w /etc/maint"])
  }

  @Test func aSecretIsReadByRootAndAGroupAtMost() {
    func hints(_ mode: UInt32, folder: UInt32 = 0o755) -> [String] {
      let host = [
        "/": self.folder(), "/s": self.folder(folder), "/s/key": Status(kind: .other, user: 0, group: 7, mode: mode),
      ]
      var check = OwnershipCheck(workingFolder: "/") { host[$0] }
      check.check(secret: "/s/key")
      return check.problems.sorted.map { $0.hint ?? "" }
    }
    #expect(hints(0o600).isEmpty && hints(0o640).isEmpty && hints(0o600, folder: 0o1777).isEmpty)
    #expect(hints(0o644) == ["chmod o-rwx /s/key"])
    #expect(hints(0o660) == ["chmod g-w,o-rwx /s/key"])
    #expect(hints(0o600, folder: 0o777) == ["chmod go-w /s"])
  }

  @Test func theWayToAPathLeavesOutWhatLiesThere() {
    let host = [
      "/": folder(), "/srv": folder(0o775), "/srv/state": folder(user: 7), "/tmp": folder(0o1777),
      "/tmp/state": folder(user: 7), "/tmp/link": link("/srv/state", user: 7),
    ]
    func hints(_ path: String) -> [String] {
      var check = OwnershipCheck(workingFolder: "/") { host[$0] }
      check.check(wayTo: path)
      return check.problems.sorted.map { $0.hint ?? "" }
    }
    #expect(hints("/srv/state") == ["chmod go-w /srv"])
    #expect(hints("/tmp/state").isEmpty && hints("/tmp/none").isEmpty)
    #expect(hints("/tmp/link") == ["chmod go-w /srv", "chown -h root /tmp/link"])
  }

  @Test func everyFolderOnTheWayCounts() {
    let host = [
      "/": folder(), "/srv": folder(0o775, group: 50), "/srv/ops": folder(user: 1_000), "/srv/ops/it's": folder(0o757),
    ]
    #expect(
      refused(folder: "/srv/ops/it's", host) == [
        "chmod go-w /srv", "chown root /srv/ops", "chmod go-w '/srv/ops/it'\\''s'",
      ])
  }

  @Test func linksAreFollowedAndMustBeRoots() {
    let host = [
      "/": folder(), "/etc": folder(), "/etc/maint": link("../home/ops/maint"), "/home": folder(),
      "/home/ops": folder(user: 1_000), "/home/ops/maint": folder(), "/etc/theirs": link("/etc", user: 1_000),
      "/etc/loop": link("loop"),
    ]
    #expect(refused(folder: "/etc/maint", host) == ["chown root /home/ops"])
    #expect(refused(folder: "/etc/theirs", host) == ["chown -h root /etc/theirs"])
    #expect(refused(folder: "/etc/loop", host).isEmpty)
  }

  @Test func aStickyFolderIsSafeToPassButNoPlaceForFiles() {
    let host = ["/": folder(), "/tmp": folder(0o1777), "/tmp/p": folder(), "/tmp/q": folder(user: 1_000)]
    #expect(refused(folder: "/tmp/p", host).isEmpty)
    #expect(refused(folder: "/tmp/q", host) == ["chown root /tmp/q"])
    #expect(refused(folder: "/tmp", host) == ["chmod go-w /tmp"])
  }

  @Test func aFileThatOthersMayWriteIsRefused() {
    let host = ["/": folder(), "/a.yaml": Status(kind: .other, user: 0, group: 7, mode: 0o664)]
    var check = OwnershipCheck(workingFolder: "/") { host[$0] }
    check.check(file: "/a.yaml")
    check.check(file: "/a.yaml")
    #expect(check.problems.count == 1)
  }
}
