/// Names one started process within its supervisor; never reused, unlike a pid.
package struct ChildID: Hashable, Sendable {
  let number: Int
}
