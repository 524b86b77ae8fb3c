/// A package that was installed, removed, or is of another version than before.
package struct PackageChange: Sendable, Hashable {
  /// `dpkg` or `apk`.
  package var manager: String
  package var name: String
  package var architecture: String
  /// nil: it was not installed.
  package var old: String?
  package var new: String?

  package init(manager: String, name: String, architecture: String, old: String?, new: String?) {
    (self.manager, self.name, self.architecture, self.old, self.new) = (manager, name, architecture, old, new)
  }
}
