/// A file that shell texts of a project read in, as it is at one moment. Its text is not kept: there may be secrets in it.
package enum SourcedState: Sendable, Hashable {
  /// With its SHA-256.
  case text(String)
  case missing
  case unreadable
}
