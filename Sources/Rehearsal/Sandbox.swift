import CLinux
import Glibc

/// A throw-away copy of this host, made with namespaces and overlayfs: what runs in it sees the host's files, and changes
/// layers that vanish with it.
///
/// Any number of them may be there at once; each ends with this process, however that ends: the kernel takes all of it
/// away.
package final class Sandbox {
  /// How a program in the sandbox ended.
  package enum Ending: Sendable, Hashable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// Where what a program prints goes. None but the last has anything of the host open that could be opened again from
  /// inside, through `/proc/PID/fd`.
  package enum Output: String, Sendable {
    /// Nobody reads it.
    case none
    /// `printed()` tells it.
    case kept
    /// To this process's own descriptors, which it reads from, too: for a shell of the operator's.
    case own
  }

  /// In what state its files begin.
  package enum Beginning {
    case host
    /// As another one has them now; what that one has changed counts as changed here, too. It must not change anything
    /// while this one is there.
    case after(Sandbox)
    /// The same, but what it has changed counts as the original.
    case from(Sandbox)

    var earlier: Sandbox? {
      switch self {
      case .host: nil
      case .after(let sandbox), .from(let sandbox): sandbox
      }
    }
  }

  /// A folder for the maint inside; what is in it is no part of any layer.
  package static let workplace = "/run/maint-rehearsal"

  /// The workplace as the maint outside sees it.
  package let workplace: String
  package let layers: [Layer]
  /// What is not as on the host, in words.
  package let notes: [String]
  /// Of the first process inside; readable when the maint inside has something to say.
  package let boundary: Int32
  /// Where its layers lie, as the maint outside sees it.
  package let scratch: String
  /// Of the places that are empty at first: `/run`, `/tmp`, `/dev/shm`.
  package let privateLayers: [Layer]
  private let ground: SandboxGround
  private let root: String
  private let control: Int32
  /// Its process ID as the host counts.
  private let first: pid_t

  package init(on ground: SandboxGround, _ beginning: Beginning = .host) throws(SandboxFailure) {
    self.ground = ground
    let sockets = (try Self.pair(), try Self.pair())
    scratch = try ground.makeScratch()
    var mounts = SandboxMounts(ground, scratch: scratch, beginning)
    try mounts.make(ground.layout)
    (layers, privateLayers, workplace, root) = (mounts.layers, mounts.privateLayers, mounts.workplace, mounts.root)
    (control, boundary) = (sockets.0.mine, sockets.1.mine)
    let output = try Self.outputFile("\(workplace)/\(Self.outputName)")
    defer { close(output) }
    let first = SandboxInit(
      control: sockets.0.other, boundary: sockets.1.other, output: output, root: mounts.root, isRoot: ground.isRoot,
      sharesNetwork: ground.request.sharesNetwork)
    self.first = maint_fork(first.namespaces)
    if self.first == 0 { first.run() }
    notes = mounts.notes
    guard self.first > 0 else { throw .forbidden(errno: errno, isRoot: ground.isRoot) }
    close(sockets.0.other)
    close(sockets.1.other)
    let answer = receive()
    guard answer == SandboxInit.isReady else {
      throw SandboxFailure("the sandbox could not be made: \(answer ?? "its first process ended")")
    }
    if ground.pristine == nil { ground.pristine = kernelState() }
  }

  deinit {
    close(control)
    close(boundary)
  }

  /// What runs inside beside its first process, each as the words of its command line, in no order.
  package func processes() -> [[String]] {
    var found: [[String]] = []
    var parents = [Int(first)]
    while let parent = parents.popLast() {
      // proc(5): all are below the first process, which is given those whose parent has ended.
      let children = Self.text("/proc/\(parent)/task/\(parent)/children").split(separator: UInt8(ascii: " "))
        .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
      parents += children
      found += children.map { child in
        Self.text("/proc/\(child)/cmdline").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      }
    }
    // What has ended and waits to be asked for has no words.
    return found.filter { !$0.isEmpty }
  }

  /// Ends all that runs inside, and lets go of the layers.
  package func end() {
    kill(first, SIGKILL)
    var status: Int32 = 0
    while waitpid(first, &status, 0) < 0, errno == EINTR {}
    // The first process had its own view of them.
    _ = maint_unmount(root)
    ground.letGo(of: scratch)
  }

  /// Leaves the layers no space, or as much as before; false where they lie on a disk of the host's.
  package func fill(_ isFull: Bool) -> Bool { ground.limit(scratch, isFull: isFull) }

  /// Whether another sandbox can go on from here: what the layers hold is all that there is.
  package func isAllInLayers() throws(SandboxFailure) -> Bool {
    // The maint inside is the one process.
    guard processes().count == 1, kernelState() == ground.pristine else { return false }
    let skeletons = layers.filter { if case .skeleton = $0.form { true } else { false } }
    if !skeletons.isEmpty, try !LayerComparison(skeletons).changes.isEmpty { return false }
    // The next layer takes up one name of a file, which then is no other's any more.
    let changes = try LayerComparison(layers).changes
    return !changes.contains { $0.after?.kind == .file && $0.after?.names ?? 1 > 1 }
  }

  /// Asks for a program to be run inside; `ending` tells when it has. Its descriptor 3 is its end of `boundary`.
  package func start(
    _ arguments: [String], environment: [String], output: Output
  ) throws(SandboxFailure) {
    let message = SandboxCommand(arguments, environment: environment, output: output).message
    let own = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    guard message.count <= SandboxCommand.limit,
      (output == .own
        ? maint_send_with_descriptors(control, message, message.count, own, own.count)
        : send(control, message, message.count, Int32(MSG_NOSIGNAL))) > 0
    else { throw .call("the sandbox could not be told to start \(arguments[0])") }
  }

  /// What programs have printed whose output is kept; its end, where it is long.
  package func printed() -> [UInt8] {
    let content = try? FileContent(Array("\(workplace)/\(Self.outputName)".utf8CString), in: AT_FDCWD)
    return content.flatMap { try? $0.bytes(atMost: 1 << 20) } ?? []
  }

  private static let outputName = "printed"

  /// Above what the first process gives a place of its own.
  private static func outputFile(_ path: String) throws(SandboxFailure) -> Int32 {
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .call("\(path) could not be made") }
    defer { close(file) }
    let descriptor = fcntl(file, F_DUPFD_CLOEXEC, 10)
    guard descriptor >= 0 else { throw .call("\(path) could not be made") }
    return descriptor
  }

  /// Settings and objects that the kernel keeps for it alone, beside its files.
  package func kernelState() -> KernelState {
    KernelState(of: first, hasOwnNetwork: !ground.request.sharesNetwork)
  }

  /// What of it is not as in a new sandbox, in words.
  package func kernelChanges() -> [String] {
    ground.pristine.map { kernelState().differences(from: $0) } ?? []
  }

  /// Becomes readable when the program has ended.
  package var endingDescriptor: Int32 { control }

  /// Waits for the end of the program.
  package func ending() throws(SandboxFailure) -> Ending {
    guard let answer = receive(), let status = Int32(answer) else {
      throw SandboxFailure("the first process of the sandbox is gone", hint: "was it killed for its memory? see dmesg")
    }
    return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
  }

  private func receive() -> String? {
    var answer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(control, &answer, answer.count, 0)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? String(decoding: answer[..<count], as: UTF8.self) : nil
    }
  }

  /// Above what the first process gives a place of its own.
  private static func pair() throws(SandboxFailure) -> (mine: Int32, other: Int32) {
    var pair: [Int32] = [0, 0]
    let type = Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw .call("no socket could be made") }
    let other = fcntl(pair[1], F_DUPFD_CLOEXEC, 10)
    guard other >= 0 else { throw .call("no socket could be made") }
    close(pair[1])
    return (pair[0], other)
  }
}
