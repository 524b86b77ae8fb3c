import Catalog
import enum Execution.SignalName
import Notification
import RunLog
import Supervision

/// Delivers one message through one channel, beside the outbox.
struct TestDelivery {
  /// Somebody sits there and waits.
  private static let longest = Duration.seconds(120)

  let supervisor: Supervisor
  let maker: DeliveryMaker

  init(supervisor: Supervisor, coordination: Coordination) {
    self.supervisor = supervisor
    maker = DeliveryMaker(supervisor: supervisor, host: OwnProcess.hostName, coordination: coordination)
  }

  /// Why it was not taken; nil: it was.
  func problem(delivering message: OutboxMessage, by channel: Channel) -> String? {
    let delivery: Delivery
    do throws(DeliveryMaker.Failure) {
      delivery = try maker.delivery(of: [WaitingMessage(message)], by: channel)
    } catch {
      return error.message
    }
    defer { withExtendedLifetime(delivery.files) {} }
    let child: ChildID
    do throws(StartFailure) {
      child = try supervisor.start(delivery.specification).id
    } catch {
      return error.words
    }
    let end = MonotonicTime.now() + min(delivery.longest, Self.longest) + .seconds(5)
    var reader = CurlReader(delivery.report)
    var said: [UInt8] = []
    func add(_ chunk: OutputChunk) {
      if delivery.isByCurl, chunk.stream == .output { reader.take(output: chunk.bytes) } else { said += chunk.bytes }
    }
    while true {
      for event in supervisor.wait(until: end) {
        switch event {
        case .output(child, let chunk): add(chunk)
        case .ended(child, let ending):
          for chunk in ending.tail { add(chunk) }
          return delivery.problem(of: ending, reader, said: said)
        case .signalled(let number) where SignalName.stops(number): supervisor.kill(child)
        case .output, .ended, .signalled: break
        }
      }
      if MonotonicTime.now() >= end { supervisor.kill(child) }
    }
  }
}

extension Delivery {
  /// Of a delivery of one message.
  fileprivate func problem(of ending: Ending, _ reader: CurlReader, said: [UInt8]) -> String? {
    if ending.cause == .exited(0), !ending.timedOut, case .exitCode = report { return nil }
    var reader = reader
    // By bytes: CR and LF are one character.
    for bytes in said.split(separator: UInt8(ascii: "\n")) {
      guard let (_, found) = reader.take(line: String(decoding: bytes, as: UTF8.self)) else { continue }
      let verdict = reader.whole(found)
      let refusals = verdict.settled.compactMap { one in one.refusal.map { "\(one.address): \($0)" } }
      switch verdict.result {
      case .taken: return refusals.isEmpty ? nil : refusals.joined(separator: "; ")
      case .refused(let words), .failed(let words, _): return words
      }
    }
    return words(of: ending, said: said)
  }
}
