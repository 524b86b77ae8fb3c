/// A key that a construct may have: the shape of its value, and what it is for.
struct Field: Sendable {
  let shape: Shape
  /// One line for the operator.
  let help: String

  init(_ shape: Shape, _ help: String) {
    self.shape = shape
    self.help = help
  }
}
