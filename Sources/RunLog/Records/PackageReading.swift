import Scheduling

/// What a list of the packages of the host says, read once.
package struct PackageReading: Sendable, Hashable {
  package struct Package: Sendable, Hashable {
    package var name: String
    package var architecture: String

    package init(name: String, architecture: String) {
      self.name = name
      self.architecture = architecture
    }
  }

  /// Tells this state of the list from others.
  package var stamp: String
  /// When it was last written.
  package var changedAt: Timestamp
  /// The installed packages, with their versions.
  package var versions: [Package: String]

  package init(stamp: String, changedAt: Timestamp, versions: [Package: String]) {
    self.stamp = stamp
    self.changedAt = changedAt
    self.versions = versions
  }
}
