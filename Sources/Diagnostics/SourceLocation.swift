/// A place as people count it: both numbers from 1, columns in characters (extended grapheme clusters) unless
/// code points were asked for.
package struct SourceLocation: Hashable, Sendable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
