/// A phase of `maintenance_coordination` and the activities listed in it.
package struct CoordinationPhase: Sendable, Hashable {
  package var name: String
  package var activities: [String]

  package init(name: String, activities: [String]) {
    self.name = name
    self.activities = activities
  }
}
