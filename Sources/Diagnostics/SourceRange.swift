/// A stretch of a source text: byte offsets, the upper one not included. An empty range points between two bytes.
package struct SourceRange: Hashable, Sendable {
  package var lower: Int
  package var upper: Int

  package init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = upper
  }

  package init(at offset: Int) {
    self.init(offset, offset)
  }
}
