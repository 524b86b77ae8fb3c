/// Something in a shell text that is sound to the eye and means something else to the shell.
struct ShellOddity: Sendable {
  enum Kind: Sendable, Hashable {
    /// What only bash knows, as it is written.
    case bash(String)
    case curlyQuote, noBreakSpace
    /// A dash of typography where an option begins.
    case dash
    /// `{{ name }}`, as other programs fill it in.
    case template(String)
  }

  let kind: Kind
  /// Bytes of the text.
  let range: Range<Int>
}
