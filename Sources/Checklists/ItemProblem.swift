/// Why a text names no item.
package struct ItemProblem: Error {
  package enum Kind: Sendable {
    case unknown
    /// It could be several.
    case unclear
  }

  package let kind: Kind
  package let message: String
  package let hint: String
}
