import Glibc

/// Who did something: the user who logged in, not the one whose rights were borrowed for it.
package struct Actor: Sendable, Hashable {
  package var name: String
  package var uid: Int

  package init(name: String, uid: Int) {
    self.name = name
    self.uid = uid
  }

  /// The user of this process, by number alone: where nobody asked who logged in.
  package static var ofProcess: Actor { Actor(name: "\(getuid())", uid: Int(getuid())) }
}
