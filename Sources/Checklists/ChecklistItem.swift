import Diagnostics

/// One thing to do: a marker and its text.
package struct ChecklistItem: Sendable {
  /// The number of its section and its own within it, nested items counted like others: `3.2`.
  package internal(set) var name = ""
  /// In the file, from 1.
  package let line: Int
  package let marker: Marker
  package let markerRange: SourceRange
  /// What follows the marker, to the end of its paragraph, as in the file; further lines after a space.
  package internal(set) var text: String
  package internal(set) var tasks: [TaskMention]
}
