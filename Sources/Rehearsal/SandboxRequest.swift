/// What a sandbox is to be made of, beside what the host has.
package struct SandboxRequest: Sendable {
  /// Where the layers lie that take up every change.
  package enum Scratch: Sendable, Hashable {
    /// In memory; at most so many bytes, and as many for the maint inside; nil: half of the memory.
    case memory(limit: Int?)
    /// In an empty folder of the host, whose space they use; they stay in it, and nobody inside sees it.
    case folder(String)

    /// Of the mount that it is; nil for a folder.
    var mountOptions: String? {
      switch self {
      case .memory(let limit): "mode=700" + (limit.map { ",size=\($0)" } ?? "")
      case .folder: nil
      }
    }
  }

  /// An empty folder of the host that everything is mounted on; nothing is ever written into it.
  package var mountPoint: String
  package var scratch = Scratch.memory(limit: nil)
  /// Whether it has the host's network instead of a loopback of its own.
  package var sharesNetwork = false
  /// Paths of the host that it sees and changes as they are.
  package var binds: [String] = []
  /// Paths that it must see, as the layers show them, also where they lie in a place that is empty in it.
  package var revealed: [String] = []

  /// Paths that are expected to be changed; only an ordinary user's sandbox needs to know: see `FoldersOfOthers`.
  package var expected: [String] = []

  package init(mountPoint: String) { self.mountPoint = mountPoint }
}
