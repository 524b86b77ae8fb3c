/// The user and group that a process runs as, by number: what was looked up once cannot be missing later.
package struct CommandUser: Sendable, Hashable {
  package var uid: UInt32
  package var gid: UInt32

  package init(uid: UInt32, gid: UInt32) {
    self.uid = uid
    self.gid = gid
  }
}
