/// The project that `maint init` writes.
package enum ProjectTemplate {
  /// Writes the project; nothing is overwritten, and with a file in the way nothing is written.
  package static func write(to folder: String) throws(ProjectTemplateFailure) {
  }
}
