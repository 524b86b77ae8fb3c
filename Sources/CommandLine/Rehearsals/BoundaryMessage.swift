import Execution

/// What the maint inside a sandbox tells the one outside; each is answered before the maint inside goes on.
enum BoundaryMessage: Equatable {
  /// It asks what it is to carry out; the answer is a text of `SandboxOrders`.
  case ready
  /// The value of a secret, which no report may show.
  case secret([UInt8])
  /// The process of an attempt is about to be started.
  case begins(AttemptKey)
  /// The process of an attempt has ended.
  case ended(AttemptKey)

  /// Longer ones are cut: the socket takes no more at once.
  static let longest = 1 << 17

  private enum Kind: UInt8 {
    case ready = 0x72
    case secret = 0x73
    case begins = 0x62
    case ended = 0x65
  }

  init?(_ bytes: some Collection<UInt8>) {
    guard let kind = bytes.first.flatMap(Kind.init) else { return nil }
    let rest = bytes.dropFirst()
    switch kind {
    case .ready: self = .ready
    case .secret: self = .secret(Array(rest))
    case .begins, .ended:
      guard let attempt = AttemptKey(mark: String(decoding: rest, as: UTF8.self)) else { return nil }
      self = kind == .begins ? .begins(attempt) : .ended(attempt)
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .ready: [Kind.ready.rawValue]
    case .secret(let value): [Kind.secret.rawValue] + value.prefix(Self.longest - 1)
    case .begins(let attempt): [Kind.begins.rawValue] + Array(attempt.mark.utf8)
    case .ended(let attempt): [Kind.ended.rawValue] + Array(attempt.mark.utf8)
    }
  }
}
