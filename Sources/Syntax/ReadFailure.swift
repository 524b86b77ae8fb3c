import Diagnostics

/// Why a file could not be read; its diagnostic has a path but no range.
package struct ReadFailure: Error {
  package let diagnostic: Diagnostic
}
