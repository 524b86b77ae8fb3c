/// A parameter's value and where it came from.
package struct ResolvedParameter: Sendable, Hashable {
  package enum Origin: Sendable, Hashable {
    /// `with` of the task; the place as `path:line`.
    case task(place: String)
    /// The runbook's default; the place as `path:line`.
    case runbook(place: String)
    case commandLine
  }

  package var name: String
  package var value: String
  package var origin: Origin

  package init(name: String, value: String, origin: Origin) {
    self.name = name
    self.value = value
    self.origin = origin
  }
}
