/// The host, as far as lints look at it.
package protocol LintHost {
  /// The permissions of what lies at a path, links followed; nil where nothing can be seen.
  func mode(ofFile path: String) -> UInt32?
}
