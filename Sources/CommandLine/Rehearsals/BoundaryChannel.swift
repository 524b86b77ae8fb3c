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
  func tell(_ message: BoundaryMessage) -> BoundaryAnswer {
    let bytes = message.bytes
    guard send(Self.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { _exit(1) }
    var answer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(Self.descriptor, &answer, answer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0, let answer = BoundaryAnswer(String(decoding: answer[..<count], as: UTF8.self)) else { _exit(1) }
      return answer
    }
  }
}
