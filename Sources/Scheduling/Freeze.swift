/// Days on which nothing may be changed, both ends included, in the host's zone.
package struct Freeze: Sendable, Hashable {
  package var from: CivilDate
  package var to: CivilDate
  package var reason: String

  package init(from: CivilDate, to: CivilDate, reason: String) {
    self.from = from
    self.to = to
    self.reason = reason
  }
}
