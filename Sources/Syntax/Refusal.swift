/// Thrown through the parser when a construct cannot be read on; what is wrong has been noted already.
struct Refusal: Error {
  /// Offset of the line after which reading may go on.
  let resume: Int
}
