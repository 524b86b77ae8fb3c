import Glibc

/// The end inside a sandbox of the socket to the maint outside.
struct BoundaryChannel {
  /// As the sandbox's first process gives it to the program that it starts.
  private static let descriptor: Int32 = 3

  /// nil where this maint was not started in a sandbox.
  init?() {
    var type: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(Self.descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0,
      type == Int32(SOCK_SEQPACKET.rawValue), fcntl(Self.descriptor, F_SETFD, FD_CLOEXEC) == 0
    else { return nil }
  }

  /// Waits for the answer. Without a maint outside there is nothing to go on for: its sandbox ends with it.
  func tell(_ message: BoundaryMessage) -> BoundaryMessage.Answer {
    let bytes = message.bytes
    guard send(Self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { _exit(1) }
    var answer: UInt8 = 0
    while true {
      let count = recv(Self.descriptor, &answer, 1, 0)
      if count < 0, errno == EINTR { continue }
      guard count == 1, let answer = BoundaryMessage.Answer(rawValue: answer) else { _exit(1) }
      return answer
    }
  }
}
