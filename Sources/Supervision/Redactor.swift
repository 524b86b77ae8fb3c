import Glibc

/// Replaces secrets in one stream of bytes by `***`, wherever the stream is cut into pieces.
///
/// Bytes that may be the start of a secret are held back until it is known, or until the stream ends. Secrets that
/// overlap are covered whole: nothing of the second shows because the first was replaced.
struct Redactor {
  private static let mask = Array("***".utf8)
  /// Longest first, so that a secret that begins with another one is tried before it.
  private let secrets: [[UInt8]]
  /// By byte: whether a secret starts with it.
  private let starts: [Bool]
  private var held: [UInt8] = []
  /// How many of the held bytes belong to a secret that was already replaced.
  private var covered = 0

  init(secrets: [[UInt8]]) {
    self.secrets = secrets.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    // Most children have no secrets, and theirs is the fast path.
    var starts = self.secrets.isEmpty ? [] : [Bool](repeating: false, count: 256)
    for secret in self.secrets { starts[Int(secret[0])] = true }
    self.starts = starts
  }

  /// Whether bytes pass unchanged and unseen.
  var isTransparent: Bool { secrets.isEmpty }

  /// Appends what can be shown to `output`; with `isLast`, everything.
  mutating func redact(_ input: UnsafeRawBufferPointer, isLast: Bool = false, into output: inout [UInt8]) {
    if isTransparent {
      output.append(contentsOf: input)
    } else if held.isEmpty {
      scan(input, isLast: isLast, into: &output)
    } else {
      var joined = held
      held = []
      joined.append(contentsOf: input)
      joined.withUnsafeBytes { scan($0, isLast: isLast, into: &output) }
    }
  }

  private mutating func scan(_ bytes: UnsafeRawBufferPointer, isLast: Bool, into output: inout [UInt8]) {
    var settled = covered  // Bytes before it are written or covered.
    covered = 0
    for position in bytes.indices where starts[Int(bytes[position])] {
      switch match(bytes, at: position, isLast: isLast) {
      case .none: continue
      case .secret(let length):
        if position >= settled {
          output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[settled..<position]))
          output.append(contentsOf: Self.mask)
        }
        settled = max(settled, position + length)
      case .undecided:
        if position > settled {
          output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[settled..<position]))
        }
        covered = max(0, settled - position)
        held = Array(bytes[position...])
        return
      }
    }
    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[settled...]))
  }

  private enum Match {
    case none
    case secret(length: Int)
    /// The bytes end within what may be a secret.
    case undecided
  }

  private func match(_ bytes: UnsafeRawBufferPointer, at position: Int, isLast: Bool) -> Match {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
    for secret in secrets where secret[0] == rest[0] {
      let length = min(secret.count, rest.count)
      guard secret.withUnsafeBytes({ isEqual($0, rest, length) }) else { continue }
      if length == secret.count { return .secret(length: length) }
      if !isLast { return .undecided }
    }
    return .none
  }

  private func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer, _ length: Int) -> Bool {
    guard let left = left.baseAddress, let right = right.baseAddress else { return length == 0 }
    return memcmp(left, right, length) == 0
  }
}
