/// Why `maint init` could not write a project: what it was doing, where, and the system's reason.
package struct ProjectTemplateFailure: Error {
  package let message: String
  package let hint: String
}
