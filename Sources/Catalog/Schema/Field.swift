/// A key that a construct may have: the shape of its value, whether it must be there, and what it is for.
struct Field: Sendable {
  let shape: Shape
  let isRequired: Bool
  /// One line for the operator.
  let help: String

  init(_ shape: Shape, isRequired: Bool = false, _ help: String) {
    self.shape = shape
    self.isRequired = isRequired
    self.help = help
  }
}
