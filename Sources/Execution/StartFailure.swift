/// Why a process could not be started, in words for the operator.
package struct StartFailure: Error, Sendable, Hashable {
  package var message: String
  /// The host was short of something that may come back: processes, memory, descriptors.
  package var isShortage: Bool

  package init(message: String, isShortage: Bool = false) {
    self.message = message
    self.isShortage = isShortage
  }
}
