/// A part of the host's files as a sandbox sees it: what is written goes elsewhere, and the host's stays as it is.
package struct Layer: Sendable, Hashable {
  package enum Form: Sendable, Hashable {
    /// `upper` is a folder with what was changed, as overlayfs writes it: whiteouts, opaque folders. `made` are folders
    /// that maint made in it.
    case overlay(made: Set<[UInt8]>)
    /// `upper` is a folder with all that the host's has, but for the names on which something else is mounted.
    case skeleton(without: Set<[UInt8]>)
    /// `upper` is a copy of a single file.
    case copy
  }

  /// Where it stands, on the host as in the sandbox.
  package var path: [UInt8]
  package var upper: String
  package var form: Form
  /// Whether what maint made in `upper` has the owners and modes of the host's: only root can give files away.
  package var keepsOwners: Bool

  package init(path: [UInt8], upper: String, form: Form = .overlay(made: []), keepsOwners: Bool = true) {
    self.path = path
    self.upper = upper
    self.form = form
    self.keepsOwners = keepsOwners
  }
}
