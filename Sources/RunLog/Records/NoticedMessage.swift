/// What people were told of an opening of a window.
package struct NoticedMessage: Sendable, Hashable {
  package var key: String
  package var subject: String
  /// That it went through.
  package var channels: [String]
}
