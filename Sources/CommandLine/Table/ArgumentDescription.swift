/// An argument as one verb takes it.
package struct ArgumentDescription: Sendable {
  package let argument: Argument
  package let count: Argument.Count

  init(_ argument: Argument, _ count: Argument.Count = .one) {
    self.argument = argument
    self.count = count
  }

  var repeats: Bool { count == .oneOrMore || count == .zeroOrMore }

  /// As in `TARGET...` or `[RUN]`.
  var synopsis: String {
    switch count {
    case .one: argument.name
    case .optional: "[\(argument.name)]"
    case .oneOrMore: "\(argument.name)..."
    case .zeroOrMore: "[\(argument.name)...]"
    }
  }
}
