import Catalog
import Execution
import Glibc
import Notification
import RunLog
import Scheduling
import Supervision

/// Delivers what waits in the outbox: the channels side by side, each in the order of its messages, one maint at a time.
///
/// That a message was taken is committed right after it was. Killed between the two, maint sends it again, with the same
/// key. What a channel refuses to take holds back what comes after it, and is tried again later.
final class Courier {
  /// How a channel fared.
  struct Result {
    var sent = 0
    var givenUp = 0
    /// Why the last delivery failed, and when it is tried again.
    var problem: (words: String, next: Timestamp?)?
  }

  private struct Work {
    let channel: Channel
    var batch: [(message: OutboxMessage, attempts: Int)]
    let delivery: Delivery
    /// The first of the batch of which nothing is known yet.
    var next = 0
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var hasFailed = false
  }

  private static let lockName = "notify"
  private static let unknown = "there is no such channel in maintenance_coordination"

  private let supervisor: Supervisor
  private let log: RunLog
  private let locks: FileLocks
  private let coordination: Coordination
  private let maker: DeliveryMaker
  private var running: [ChildID: Work] = [:]
  private(set) var results: [String: Result] = [:]
  /// A signal that asks maint to stop.
  private(set) var stopSignal: Int32?

  init(supervisor: Supervisor, log: RunLog, state: String, coordination: Coordination) {
    self.supervisor = supervisor
    self.log = log
    self.coordination = coordination
    locks = FileLocks(folder: "\(state)/locks")
    maker = DeliveryMaker(supervisor: supervisor, host: OwnProcess.hostName, coordination: coordination)
  }

  /// Until nothing can be delivered now, or the time is over. False: another maint is at it, and still was at the end of
  /// `patience`.
  func deliver(until end: MonotonicTime, patience: Duration = .zero) throws(RunLogFailure) -> Bool {
    let giveUp = min(end, MonotonicTime.now() + patience)
    // Who commits a message and finds the lock held can leave it to the holder, who looks again when he has let go.
    while try hasDue() {
      switch locks.acquire([Self.lockName], for: "the delivery of messages") {
      case .held:
        guard stopSignal == nil, MonotonicTime.now() < giveUp else { return false }
        for event in supervisor.wait(until: .now() + .milliseconds(100)) { take(signal: event) }
        continue
      case .failed(let message):
        throw RunLogFailure(kind: .cannotOpen(code: 0), message: message, hint: "mend the state folder")
      case .acquired(let handle):
        defer { locks.release(handle) }
        try work(until: end)
      }
      guard stopSignal == nil, MonotonicTime.now() < end else { break }
    }
    return true
  }

  private func hasDue() throws(RunLogFailure) -> Bool {
    let now = SystemClock.wall()
    return try log.waitingChannels().contains { Backoff.isDue($0, now: now) }
  }

  private func work(until end: MonotonicTime) throws(RunLogFailure) {
    while true {
      if stopSignal == nil, MonotonicTime.now() < end { try startAll() }
      if running.isEmpty { return }
      for event in supervisor.wait(until: end) { try take(event) }
      if stopSignal != nil || MonotonicTime.now() >= end {
        for id in running.keys { supervisor.kill(id) }
        while !running.isEmpty { for event in supervisor.wait(until: nil) { try take(event) } }
        return
      }
    }
  }

  // MARK: Starting

  private func startAll() throws(RunLogFailure) {
    let busy = Set(running.values.map(\.channel.name))
    let now = SystemClock.wall()
    for next in try log.waitingChannels() where !busy.contains(next.channel) && Backoff.isDue(next, now: now) {
      try start(next.channel)
    }
  }

  private func start(_ name: String) throws(RunLogFailure) {
    let channel = coordination.channels.first { $0.name == name }
    let batch = try log.waitingMessages(channel: name, limit: channel.map(DeliveryMaker.batch) ?? 1)
    guard let first = batch.first else { return }
    guard let channel else { return try fail(first, name, Self.unknown) }
    do throws(DeliveryMaker.Failure) {
      let delivery = try maker.delivery(of: batch.map(\.message), by: channel)
      let started = try start(delivery)
      running[started] = Work(channel: channel, batch: batch, delivery: delivery)
    } catch {
      try fail(first, name, error.message)
    }
  }

  private func start(_ delivery: Delivery) throws(DeliveryMaker.Failure) -> ChildID {
    do throws(Supervision.StartFailure) {
      return try supervisor.start(delivery.specification).id
    } catch {
      throw DeliveryMaker.Failure(message: error.words)
    }
  }

  // MARK: What comes of it

  private func take(_ event: SupervisionEvent) throws(RunLogFailure) {
    switch event {
    case .output(let id, let chunk): try add(chunk, to: id)
    case .ended(let id, let ending):
      for chunk in ending.tail { try add(chunk, to: id) }
      guard let work = running.removeValue(forKey: id) else { return }
      try end(work, ending)
    case .signalled: take(signal: event)
    }
  }

  private func take(signal event: SupervisionEvent) {
    if case .signalled(let number) = event, SignalName.stops(number) { stopSignal = number }
  }

  private func add(_ chunk: OutputChunk, to id: ChildID) throws(RunLogFailure) {
    guard var work = running[id] else { return }
    if chunk.stream == .error { work.errors += chunk.bytes } else { work.output += chunk.bytes }
    if case .curl(let isMail) = work.delivery.report {
      while let end = work.output.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: work.output[..<end], as: UTF8.self)
        work.output.removeSubrange(...end)
        if let report = CurlReport(line: line, isMail: isMail) { try take(report, &work) }
      }
    }
    running[id] = work
  }

  /// After a failure curl goes no further; whatever it says then is about messages that were not sent.
  private func take(_ report: CurlReport, _ work: inout Work) throws(RunLogFailure) {
    guard !work.hasFailed, report.transfer == work.next, work.batch.indices.contains(work.next) else { return }
    let item = work.batch[work.next]
    work.next += 1
    let name = work.channel.name
    switch report.result {
    case .taken: try succeed(item.message, name)
    case .refused(let words):
      work.hasFailed = true
      try refuse(item, name, words)
    case .failed(let words, let retryAfter):
      work.hasFailed = true
      try fail(item, name, words, retryAfter: retryAfter)
    }
  }

  private func end(_ work: Work, _ ending: Ending) throws(RunLogFailure) {
    guard !work.hasFailed, work.batch.indices.contains(work.next) else { return }
    let item = work.batch[work.next]
    if case .exitCode = work.delivery.report, ending.cause == .exited(0), !ending.timedOut {
      return try succeed(item.message, work.channel.name)
    }
    // Told to stop: nothing is known against the channel.
    if stopSignal != nil { return }
    try fail(item, work.channel.name, work.delivery.words(of: ending, said: work.errors + work.output))
  }

  private func succeed(_ message: OutboxMessage, _ channel: String) throws(RunLogFailure) {
    try log.noteSent(message.number, channel: channel, at: SystemClock.wall())
    results[channel, default: Result()].sent += 1
  }

  private func fail(
    _ item: (message: OutboxMessage, attempts: Int), _ channel: String, _ words: String, retryAfter: String? = nil
  ) throws(RunLogFailure) {
    let now = SystemClock.wall()
    let next = Backoff.next(
      after: now, attempts: item.attempts + 1, retryAfter: retryAfter.flatMap { Backoff.retryAfter($0, now: now) })
    try note(item.message, channel, words, next: next, now)
  }

  private func refuse(
    _ item: (message: OutboxMessage, attempts: Int), _ channel: String, _ words: String
  ) throws(RunLogFailure) {
    try note(item.message, channel, words, next: nil, SystemClock.wall())
  }

  private func note(
    _ message: OutboxMessage, _ channel: String, _ words: String, next: Timestamp?, _ now: Timestamp
  ) throws(RunLogFailure) {
    let givenUp = try log.noteFailed(
      message.number, channel: channel, error: TypedWord.harmless(words), at: now, next: next,
      givingUpAfter: coordination.giveUpAfter)
    results[channel, default: Result()].givenUp += givenUp
    results[channel]?.problem = (words, givenUp == 0 ? next : nil)
  }
}
