import Diagnostics

/// The host, as far as lints look at it.
package protocol LintHost {
  /// The permissions of what lies at a path, links followed; nil where nothing can be seen.
  func mode(ofFile path: String) -> UInt32?

  /// Whether something lies at a path, a link that leads nowhere included; true where that cannot be seen.
  func exists(_ path: String) -> Bool

  /// Whether this user is not allowed to see if something lies at a path.
  func isOutOfSight(_ path: String) -> Bool

  /// Whether the host has a user of this name.
  func isUser(_ name: String) -> Bool

  /// Whether the host has a group of this name.
  func isGroup(_ name: String) -> Bool

  /// Whether the host has the group, and lists no user who is in it.
  func isEmptyGroup(_ name: String) -> Bool

  /// Why a run by this user would refuse the file of a secret; empty for who is not root.
  func refusals(ofSecret path: String) -> [Diagnostic]
}
