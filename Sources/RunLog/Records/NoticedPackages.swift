import Scheduling

/// Packages that were changed while no task was at work.
package struct NoticedPackages: Sendable, Hashable {
  /// When the list of packages was last written: of several changes the last.
  package var changedAt: Timestamp
  /// They were changed after this.
  package var knownAt: Timestamp
  package var readAt: Timestamp
  /// The run that noticed it.
  package var run: Int
  package var packages: [PackageChange]
}
