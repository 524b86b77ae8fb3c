import Catalog
import Notification
import RunLog
import Scheduling

/// Writes into the run log what became of deliveries, and counts it by channel.
struct DeliveryLedger {
  /// How a channel fared.
  struct Result {
    var sent = 0
    var givenUp = 0
    /// Why the last delivery failed, and when it is tried again.
    var problem: (words: String, next: Timestamp?)?
  }

  static let unknownChannel = "there is no such channel in maintenance_coordination any more"

  private let log: RunLog
  private let giveUpAfter: Duration
  /// By channel.
  private(set) var results: [String: Result] = [:]

  init(log: RunLog, giveUpAfter: Duration) {
    self.log = log
    self.giveUpAfter = giveUpAfter
  }

  /// Notes the try before it is made: what it is that ends maint each time, it does not do so for ever and unseen. Whether it
  /// is given up instead.
  mutating func begin(_ item: WaitingMessage, _ channel: String) throws(RunLogFailure) -> Bool {
    let now = SystemClock.wall()
    let givenUp = try log.noteBegun(
      item, channel: channel, at: now, next: Backoff.next(after: now, attempts: item.attempts + 1),
      givingUpAfter: giveUpAfter)
    results[channel, default: Result()].givenUp += givenUp
    return givenUp > 0
  }

  mutating func settle(
    _ item: WaitingMessage, _ channel: String, _ verdict: CurlReader.Verdict
  ) throws(RunLogFailure) {
    switch verdict.result {
    case .taken: try succeed(item, channel, settled: verdict.settled)
    case .refused(let words):
      try note(item, channel, words, at: SystemClock.wall(), next: nil, settled: verdict.settled)
    case .failed(let words, let retryAfter):
      try fail(
        item, channel, words, retryAfter: retryAfter, settled: verdict.settled, mayBeThere: verdict.mayBeThere)
    }
  }

  mutating func succeed(
    _ item: WaitingMessage, _ channel: String, settled: [SettledRecipient] = []
  ) throws(RunLogFailure) {
    try log.noteSent(
      item.message.number, channel: channel, at: SystemClock.wall(), attempts: item.attempts + 1,
      settled: harmless(settled))
    results[channel, default: Result()].sent += 1
  }

  mutating func fail(
    _ item: WaitingMessage, _ channel: String, _ words: String, retryAfter: String? = nil,
    settled: [SettledRecipient] = [], mayBeThere: Bool = false
  ) throws(RunLogFailure) {
    let (now, attempts) = (SystemClock.wall(), item.attempts + 1)
    let next =
      mayBeThere
      ? Backoff.nextWhereItMayBeThere(after: now, attempts: attempts)
      : Backoff.next(
        after: now, attempts: attempts, retryAfter: retryAfter.flatMap { Backoff.retryAfter($0, now: now) })
    try note(item, channel, words, at: now, next: next, settled: settled, mayBeThere: mayBeThere)
  }

  /// All that waits for a channel that is no more, and has waited for long enough.
  mutating func giveUp(_ channel: String) throws(RunLogFailure) {
    let now = SystemClock.wall()
    let count = try log.giveUp(
      channel: channel, before: now + (.zero - giveUpAfter), error: Self.unknownChannel, at: now)
    results[channel, default: Result()].givenUp += count
    results[channel]?.problem = (Self.unknownChannel, nil)
  }

  /// `next`: nil where it will never be taken.
  private mutating func note(
    _ item: WaitingMessage, _ channel: String, _ words: String, at: Timestamp, next: Timestamp?,
    settled: [SettledRecipient], mayBeThere: Bool = false
  ) throws(RunLogFailure) {
    let givenUp = try log.noteFailed(
      item.message.number, channel: channel, error: TypedWord.harmless(words), at: at, next: next,
      givingUpAfter: giveUpAfter, attempts: item.attempts + 1, settled: harmless(settled), mayBeThere: mayBeThere)
    // Whoever does not refuse it for good has it.
    if next == nil, givenUp == 0 { return results[channel, default: Result()].sent += 1 }
    results[channel, default: Result()].givenUp += givenUp
    results[channel]?.problem = (words, givenUp == 0 ? next : nil)
  }

  private func harmless(_ settled: [SettledRecipient]) -> [SettledRecipient] {
    settled.map { SettledRecipient($0.address, refusal: $0.refusal.map(TypedWord.harmless)) }
  }
}
