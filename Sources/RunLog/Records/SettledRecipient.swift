/// An address that a mail is not sent to again.
package struct SettledRecipient: Sendable, Hashable {
  package var address: String
  /// Why the server will never take it for the address; nil: it has taken it.
  package var refusal: String?

  package init(_ address: String, refusal: String? = nil) {
    self.address = address
    self.refusal = refusal
  }
}
