/// A part of the host's files as a sandbox sees it: what is written goes elsewhere, and the host's stays as it is.
package struct Layer: Sendable, Hashable {
  package enum Form: Sendable, Hashable {
    /// Folders with what was changed, as overlayfs writes it: whiteouts, opaque folders. `made` are folders that maint
    /// made in them.
    case overlay(made: Set<[UInt8]>)
    /// A folder with all that the host's has, but for the names on which something else is mounted.
    case skeleton(without: Set<[UInt8]>)
    /// A folder that is empty at first, but for the names on which something else is mounted.
    case fresh(without: Set<[UInt8]>)
    /// A copy of a single file.
    case copy
  }

  /// Where it stands, on the host as in the sandbox.
  package var path: [UInt8]
  /// What was changed: in this sandbox, then in those that it goes on from, the last first.
  package var uppers: [String]
  /// What had been changed before that, and counts as the original; the last first.
  package var lowers: [String]
  package var form: Form
  /// Whether what maint made has the owners and modes of the host's: only root can give files away.
  package var keepsOwners: Bool

  /// What was changed in this sandbox alone.
  package var sinceEarlier: Layer {
    var layer = self
    (layer.uppers, layer.lowers) = (Array(uppers.prefix(1)), uppers.dropFirst() + lowers)
    return layer
  }

  /// All that lies between the folder that takes up changes and the host's, the last first.
  var below: [String] { uppers.dropFirst() + lowers }

  package init(
    path: [UInt8], uppers: [String], lowers: [String] = [], form: Form = .overlay(made: []), keepsOwners: Bool = true
  ) {
    self.path = path
    self.uppers = uppers
    self.lowers = lowers
    self.form = form
    self.keepsOwners = keepsOwners
  }
}
