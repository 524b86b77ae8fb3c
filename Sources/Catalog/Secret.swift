import Diagnostics

/// A value that reaches only the steps of its runbook and is shown nowhere.
package struct Secret: Sendable {
  package enum Origin: Sendable, Hashable {
    case file(String)
    /// A shell text whose standard output, less trailing line ends, is the value.
    case command(String)
    /// A file of this name in systemd's `$CREDENTIALS_DIRECTORY`.
    case credential(String)
  }

  package var name: String
  package var origin: Origin
  package var place: Place

  package init(name: String, origin: Origin, place: Place) {
    self.name = name
    self.origin = origin
    self.place = place
  }
}
