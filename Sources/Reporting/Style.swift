/// What a colour says; nothing is coloured for beauty.
enum Style: Sendable, Hashable {
  case plain
  /// Beside the point: times, frames, what did not happen.
  case faint
  case good
  case caution
  case bad
  /// A human is needed.
  case alarm

  /// The parameters of the escape sequence that selects it (ECMA-48, SGR); nil selects nothing.
  var code: String? {
    switch self {
    case .plain: nil
    case .faint: "2"
    case .good: "32"
    case .caution: "33"
    case .bad: "31"
    case .alarm: "1;31"
    }
  }
}
