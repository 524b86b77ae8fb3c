import Backups
import Catalog
import Execution
import Glibc
import Notification
import RunLog
import Scheduling
import Supervision

/// Delivers what waits in the outbox: the channels side by side, each in the order of its messages, one maint at a time for
/// each project.
///
/// That a message was taken is committed right after it was. Killed between the two, maint sends it again, with the same
/// key. What a channel refuses to take holds back what comes after it, and is tried again later.
final class Courier {
  /// A channel, or what it still owes to some recipients: the one does not wait for the other.
  private struct Lane: Hashable {
    let channel: String
    let isRest: Bool

    init(_ next: WaitingDelivery) { (channel, isRest) = (next.channel, next.isRest) }
  }

  private struct Try: Hashable {
    let lane: Lane
    let message: Int

    init(_ next: WaitingDelivery) { (lane, message) = (Lane(next), next.message) }
  }

  private struct Work {
    let lane: Lane
    let batch: [WaitingMessage]
    let delivery: Delivery
    var reader: CurlReader
    /// The first of the batch of which nothing is known yet.
    var next = 0
    var output: [UInt8] = []
    /// Of curl, the line that is not whole yet, and what it says of itself.
    var errors: [UInt8] = []
    var complaints: [UInt8] = []
    /// Of the message that was not taken, until curl has ended: then all of the answer is there.
    var failure: CurlReader.Verdict?
    var hasFailed = false
    /// Since then nothing was known of a message.
    var since = MonotonicTime.now()
    /// A mail server was silent for too long before it had the mail.
    var isSilent = false
    /// Whoever sits there knows that it is waited for.
    var isTold = false

    /// What does not end by itself is ended then.
    var last: MonotonicTime { since + delivery.longest + .seconds(5) }
  }

  /// Of what is everybody's; each project has one of its own, which is the same by another path.
  private static let lockName = "notify"
  /// Nobody wonders before that.
  private static let patience = Duration.seconds(3)

  private let supervisor: Supervisor
  private let log: RunLog
  private let locks: FileLocks
  private let coordination: Coordination
  private let maker: DeliveryMaker
  private let isForced: Bool
  /// Says at a terminal what takes long: it may be ten minutes.
  private let tell: ((String) -> Void)?
  /// What was tried although its time had not come: once is enough.
  private var forced: Set<Try> = []
  private var running: [ChildID: Work] = [:]
  private var ledger: DeliveryLedger
  /// What runs is ended before its time.
  private var isCutShort = false
  /// A signal that asks maint to stop.
  private(set) var stopSignal: Int32?

  /// `isForced`: also what failed a moment ago is tried, once.
  init(
    supervisor: Supervisor, log: RunLog, state: String, command: MessageCommand, coordination: Coordination,
    isForced: Bool = false, tell: ((String) -> Void)? = nil
  ) {
    self.tell = tell
    self.supervisor = supervisor
    self.log = log
    self.coordination = coordination
    self.isForced = isForced
    ledger = DeliveryLedger(log: log, giveUpAfter: coordination.giveUpAfter)
    locks = FileLocks(folder: "\(state)/locks")
    maker = DeliveryMaker(
      supervisor: supervisor, host: OwnProcess.hostName, command: command, coordination: coordination)
  }

  /// How each channel fared.
  var results: [String: DeliveryLedger.Result] { ledger.results }

  /// Until nothing can be delivered now, or the time is over: nothing is begun that could not have all of its own time. False:
  /// another maint is at it, and still was at the end of `patience`.
  func deliver(until end: MonotonicTime, patience: Duration = .zero) throws(RunLogFailure) -> Bool {
    let whole = log.owner
    defer { log.owner = whole }
    let giveUp = min(end, MonotonicTime.now() + patience)
    let place = FolderChoice.resolved(whole.project) ?? whole.project
    log.owner.part = .own
    let isOwnOurs = try deliver(
      until: end, lock: "\(Self.lockName)-\(TreePath.digest(of: place))", giveUp: giveUp)
    log.owner.part = .everybodys
    return try deliver(until: end, lock: Self.lockName, giveUp: giveUp) && isOwnOurs
  }

  private func deliver(
    until end: MonotonicTime, lock: String, giveUp: MonotonicTime
  ) throws(RunLogFailure) -> Bool {
    // Who commits a message and finds the lock held can leave it to the holder, who looks again when he has let go.
    while try hasDue() {
      switch locks.acquire([lock], for: "the delivery of messages") {
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
      guard stopSignal == nil, Self.room(until: end) > 0 else { break }
    }
    return true
  }

  /// How many messages, one after the other, can have all of their time.
  private static func room(until end: MonotonicTime) -> Int {
    Int((end - .now()) / DeliveryMaker.longest)
  }

  private func hasDue() throws(RunLogFailure) -> Bool {
    let now = SystemClock.wall()
    return try log.waitingChannels().contains { isDue($0, now: now) }
  }

  /// What waits for a channel that is gone may wait for another project that shares the run log, or for somebody who mends
  /// the schedule; and then for nobody.
  private func isDue(_ next: WaitingDelivery, now: Timestamp) -> Bool {
    if Self.moment(of: next, coordination, now: now) <= now { return true }
    return isForced && !forced.contains(Try(next)) && coordination.channels.contains { $0.name == next.channel }
  }

  /// When something is to be done about it.
  static func moment(of next: WaitingDelivery, _ coordination: Coordination, now: Timestamp) -> Timestamp {
    guard coordination.channels.contains(where: { $0.name == next.channel }) else {
      return next.at + coordination.giveUpAfter
    }
    return Backoff.isDue(next, now: now) ? now : next.nextAt
  }

  private func work(until end: MonotonicTime) throws(RunLogFailure) {
    while true {
      if stopSignal == nil { try startAll(until: end) }
      guard let last = running.values.map(\.last).max() else { return }
      // Others may have written for a channel that is idle, and count on this maint to look.
      for event in supervisor.wait(until: min(last, .now() + .seconds(1))) { try take(event) }
      endSilent()
      tellOfWaiting()
      // What is begun ends by itself until then; this is for what does not.
      if stopSignal != nil || MonotonicTime.now() >= last {
        isCutShort = true
        for id in running.keys { supervisor.kill(id) }
        while !running.isEmpty { for event in supervisor.wait(until: nil) { try take(event) } }
        return
      }
    }
  }

  /// A mail server that has all of a mail has minutes to say whether it takes it; for what comes before that, seconds.
  private func endSilent() {
    for (id, work) in running where work.delivery.mailServer != nil && !work.reader.isSent && !work.isSilent {
      guard MonotonicTime.now() >= work.since + DeliveryMaker.longest else { continue }
      running[id]?.isSilent = true
      supervisor.kill(id)
    }
  }

  private func tellOfWaiting() {
    guard let tell else { return }
    for (id, work) in running where !work.isTold && MonotonicTime.now() >= work.since + Self.patience {
      running[id]?.isTold = true
      let longest = DurationText.format(work.delivery.longest)
      tell("the channel \(work.lane.channel) waits for \(work.delivery.receiver), for \(longest) at most")
    }
  }

  // MARK: Starting

  private func startAll(until end: MonotonicTime) throws(RunLogFailure) {
    let room = Self.room(until: end)
    if room < 1 { return }
    var busy = Set(running.values.map(\.lane))
    let now = SystemClock.wall()
    for next in try log.waitingChannels() where isDue(next, now: now) {
      let lane = Lane(next)
      guard busy.insert(lane).inserted else { continue }
      forced.insert(Try(next))
      try start(next, lane, room)
    }
  }

  private func start(_ next: WaitingDelivery, _ lane: Lane, _ room: Int) throws(RunLogFailure) {
    guard let channel = coordination.channels.first(where: { $0.name == lane.channel }) else {
      return try ledger.giveUp(lane.channel)
    }
    let batch =
      lane.isRest
      ? try log.waitingMessages(next)
      : try log.waitingMessages(channel: lane.channel, limit: min(DeliveryMaker.batch(of: channel), room))
    guard let first = batch.first else { return }
    // The schedule names none any more of those who have not got it.
    if case .email(let email) = channel.medium, email.to.allSatisfy(first.settled.contains) {
      return try ledger.succeed(first, lane.channel)
    }
    let delivery: Delivery
    do throws(DeliveryMaker.Failure) {
      delivery = try maker.delivery(of: batch, by: channel)
    } catch {
      return try ledger.fail(first, lane.channel, error.message)
    }
    if try ledger.begin(first, lane.channel) { return }
    do throws(DeliveryMaker.Failure) {
      running[try start(delivery)] = Work(
        lane: lane, batch: batch, delivery: delivery, reader: CurlReader(delivery.report))
    } catch {
      try ledger.fail(first, lane.channel, error.message)
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
    switch chunk.stream {
    case .error: work.errors += chunk.bytes
    case .output where work.delivery.isByCurl: work.reader.take(output: chunk.bytes)
    case .output: work.output += chunk.bytes
    }
    if work.delivery.isByCurl {
      while let end = work.errors.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: work.errors[..<end], as: UTF8.self)
        work.errors.removeSubrange(...end)
        if let (transfer, verdict) = work.reader.take(line: line) {
          try take(verdict, of: transfer, &work)
        } else if line.hasPrefix(Delivery.ofCurl) {
          work.complaints += Array("\(line)\n".utf8)
        }
      }
    }
    running[id] = work
  }

  /// After a failure curl goes no further; whatever it says then is about messages that were not sent.
  private func take(_ verdict: CurlReader.Verdict, of transfer: Int, _ work: inout Work) throws(RunLogFailure) {
    guard !work.hasFailed, transfer == work.next, work.batch.indices.contains(work.next) else { return }
    work.hasFailed = !verdict.goesOn
    guard !verdict.hasAnswer else { return work.failure = verdict }
    work.next += 1
    work.since = .now()
    try ledger.settle(work.batch[work.next - 1], work.lane.channel, verdict)
  }

  private func end(_ work: Work, _ ending: Ending) throws(RunLogFailure) {
    guard work.batch.indices.contains(work.next) else { return }
    let item = work.batch[work.next]
    if let failure = work.failure { return try ledger.settle(item, work.lane.channel, work.reader.whole(failure)) }
    if work.hasFailed { return }
    if case .exitCode = work.delivery.report, ending.cause == .exited(0), !ending.timedOut {
      return try ledger.succeed(item, work.lane.channel)
    }
    // Ended by maint itself: nothing is known against the channel. It may have taken the message, which then comes again,
    // with the same key.
    if isCutShort { return }
    if work.isSilent, let server = work.delivery.mailServer {
      return try ledger.fail(item, work.lane.channel, server.silence)
    }
    let said = work.complaints + work.errors + work.output
    let mayBeThere = work.delivery.mayBeThere && ending.timedOut
    let words = work.delivery.words(of: ending, said: said)
    try ledger.fail(
      item, work.lane.channel, mayBeThere ? "nobody knows whether it took the mail; they may have it: \(words)" : words,
      mayBeThere: mayBeThere)
  }
}
