/// Why a process could not be started, in words for the operator.
package struct StartFailure: Error, Sendable {
  package var message: String

  package init(message: String) { self.message = message }
}
