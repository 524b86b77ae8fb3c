/// Somebody who is told of maintenance.
package struct Stakeholder: Sendable, Hashable {
  package var name: String
  /// Names of channels, in the order written; none where only the name is known.
  package var channels: [String]
  /// nil: what `communication` says.
  package var gets: [MessageKind]?

  package init(name: String, channels: [String] = [], gets: [MessageKind]? = nil) {
    self.name = name
    self.channels = channels
    self.gets = gets
  }
}
