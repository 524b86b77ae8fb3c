/// A part of a document, without a word of how it is written down: every format renders the same parts.
package indirect enum DocumentBlock: Sendable, Hashable {
  case heading(Phrase)
  case paragraph(Phrase)
  case list([Phrase])
  case table(DocumentTable)
  /// Lines as they were printed.
  case preformatted([String])
  /// What stays together on a page.
  case group([DocumentBlock])
}

package struct DocumentTable: Sendable, Hashable {
  package struct Column: Sendable, Hashable {
    package var heading: String
    package var isRight: Bool

    package init(_ heading: String, isRight: Bool = false) { (self.heading, self.isRight) = (heading, isRight) }
  }

  package var columns: [Column]
  /// Each as long as there are columns.
  package var rows: [[Phrase]]

  package init(_ columns: [Column], _ rows: [[Phrase]]) { (self.columns, self.rows) = (columns, rows) }
}
