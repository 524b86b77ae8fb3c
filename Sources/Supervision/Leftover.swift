/// A process that a child left behind.
package struct Leftover: Sendable, Equatable {
  package enum Fate: Sendable, Equatable {
    case ended
    case kept
    /// Even KILL did not end it: the errno that `kill` gave (EPERM: another user's), or 0 where the kernel holds it.
    case remains(errno: Int32)
  }

  package var pid: Int32
  /// The kernel's name of the command: 15 bytes at most.
  package var command: String
  package var fate: Fate
}
