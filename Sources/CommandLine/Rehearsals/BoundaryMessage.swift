import Execution

/// What the maint inside a sandbox tells the one outside; each is answered before the maint inside goes on.
enum BoundaryMessage: Equatable {
  /// The value of a secret, which no report may show.
  case secret([UInt8])
  /// The process of an attempt has ended.
  case ended(AttemptKey)

  enum Answer: UInt8 {
    case goOn = 0x67
    /// It counts as failed, however it ended.
    case fail = 0x66
  }

  /// Longer ones are cut: the socket takes no more at once.
  static let longest = 1 << 17

  private enum Kind: UInt8 {
    case secret = 0x73
    case ended = 0x65
  }

  init?(_ bytes: some Collection<UInt8>) {
    guard let kind = bytes.first.flatMap(Kind.init) else { return nil }
    let rest = bytes.dropFirst()
    switch kind {
    case .secret: self = .secret(Array(rest))
    case .ended:
      guard let attempt = AttemptKey(mark: String(decoding: rest, as: UTF8.self)) else { return nil }
      self = .ended(attempt)
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .secret(let value): [Kind.secret.rawValue] + value.prefix(Self.longest - 1)
    case .ended(let attempt): [Kind.ended.rawValue] + Array(attempt.mark.utf8)
    }
  }
}
