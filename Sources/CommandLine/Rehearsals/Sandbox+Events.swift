import Glibc
import Rehearsal

extension Sandbox {
  /// What the maint outside hears of a sandbox.
  enum Event {
    /// Of the maint inside, which waits for an answer.
    case message(BoundaryMessage)
    /// The program that was started last has ended.
    case ended(Ending)
  }

  func nextEvent() throws(SandboxFailure) -> Event {
    while true {
      if let (_, event) = try Self.nextEvents(of: [self]).first { return event }
    }
  }

  /// Waits until one of them has something to tell; each by its index, at most one event of each.
  static func nextEvents(of sandboxes: [Sandbox]) throws(SandboxFailure) -> [(Int, Event)] {
    var polled = sandboxes.flatMap { [$0.boundary, $0.endingDescriptor] }.map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard poll(&polled, UInt(polled.count), -1) > 0 else { return [] }
    var events: [(Int, Event)] = []
    for (index, sandbox) in sandboxes.enumerated() {
      // What it said before it ended comes first.
      if polled[2 * index].revents & Int16(POLLIN) != 0 {
        if let message = sandbox.message() { events.append((index, .message(message))) }
      } else if polled[2 * index + 1].revents != 0 {
        events.append((index, .ended(try sandbox.ending())))
      }
    }
    return events
  }

  func answer(_ answer: BoundaryAnswer) {
    let bytes = Array(answer.text.utf8)
    _ = send(boundary, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  private func message() -> BoundaryMessage? {
    var bytes = [UInt8](repeating: 0, count: BoundaryMessage.longest)
    let count = recv(boundary, &bytes, bytes.count, 0)
    return count > 0 ? BoundaryMessage(bytes[..<count]) : nil
  }
}
