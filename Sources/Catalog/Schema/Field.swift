/// A key that a construct may have: the shape of its value, and what it is for.
package struct Field: Sendable {
  package let shape: Shape
  /// One line for the operator.
  package let help: String

  init(_ shape: Shape, _ help: String) {
    self.shape = shape
    self.help = help
  }
}
