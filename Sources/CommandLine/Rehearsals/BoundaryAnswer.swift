/// What the maint outside a sandbox has the one inside do next.
enum BoundaryAnswer: Equatable {
  case goOn
  /// The attempt that has ended counts as failed, however it ended.
  case fail
  /// maint ends at once, as by a crash.
  case crash
  /// The process that is about to be started is killed once it has written so often.
  case kill(afterWrites: Int)
  /// It hangs once it has written so often, until it is told to end, after `limit` in the place of its step's timeout.
  case hang(afterWrites: Int, limit: Duration)
  case orders(SandboxOrders)

  private enum Word: String { case goOn, fail, crash, kill, hang, orders }

  init?(_ text: String) {
    let rest = String(text.drop { $0 != " " }.dropFirst())
    switch Word(rawValue: String(text.prefix { $0 != " " })) {
    case .goOn: self = .goOn
    case .fail: self = .fail
    case .crash: self = .crash
    case .kill:
      guard let count = Int(rest) else { return nil }
      self = .kill(afterWrites: count)
    case .hang:
      let numbers = rest.split(separator: " ").map { Int64($0) }
      guard numbers.count == 2, let count = numbers[0], let limit = numbers[1] else { return nil }
      self = .hang(afterWrites: Int(count), limit: .microseconds(limit))
    case .orders:
      guard let orders = SandboxOrders(rest) else { return nil }
      self = .orders(orders)
    case nil: return nil
    }
  }

  var text: String {
    switch self {
    case .goOn: Word.goOn.rawValue
    case .fail: Word.fail.rawValue
    case .crash: Word.crash.rawValue
    case .kill(let count): "\(Word.kill) \(count)"
    case .hang(let count, let limit): "\(Word.hang) \(count) \(limit.wholeMicroseconds)"
    case .orders(let orders): "\(Word.orders) \(orders.text)"
    }
  }
}
