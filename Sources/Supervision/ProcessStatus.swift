/// One line of `/proc/PID/stat`, as far as supervision needs it.
struct ProcessStatus: Sendable {
  var pid: Int32
  /// At most 15 bytes; may hold spaces and parentheses.
  var command: String
  /// R, S, D, T, Z and so on.
  var state: UInt8
  var parent: Int32
  var group: Int32
  var session: Int32
  var threads: Int
  var startTime: UInt64

  /// A zombie with more than one thread is a process whose first thread has ended before the others.
  var isAlive: Bool {
    switch state {
    case UInt8(ascii: "Z"): threads > 1
    case UInt8(ascii: "X"), UInt8(ascii: "x"): false
    default: true
    }
  }

  static func read(pid: Int32) -> ProcessStatus? {
    SmallFile.read("/proc/\(pid)/stat").flatMap { ProcessStatus(pid: pid, line: $0) }
  }

  /// The name is found by the first `(` and the last `)`: a process chooses its own and may put either in it.
  init?(pid: Int32, line: [UInt8]) {
    guard let open = line.firstIndex(of: UInt8(ascii: "(")), let close = line.lastIndex(of: UInt8(ascii: ")")),
      open < close, close + 2 < line.count
    else { return nil }
    let fields = Self.numbers(in: line[(close + 2)...])
    guard fields.count > 20 else { return nil }
    // proc(5) numbers the state, which follows the name, as the third field.
    func field(_ number: Int) -> UInt64 { fields[number - 3] }
    self.pid = pid
    command = String(decoding: line[(open + 1)..<close], as: UTF8.self)
    state = line[close + 2]
    parent = Int32(truncatingIfNeeded: field(4))
    group = Int32(truncatingIfNeeded: field(5))
    session = Int32(truncatingIfNeeded: field(6))
    threads = Int(truncatingIfNeeded: field(20))
    startTime = field(22)
  }

  /// One for each space; signs and letters count as nothing.
  private static func numbers(in bytes: ArraySlice<UInt8>) -> [UInt64] {
    var numbers: [UInt64] = []
    numbers.reserveCapacity(64)
    var number: UInt64 = 0
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
      case UInt8(ascii: " "):
        numbers.append(number)
        number = 0
      default: break
      }
    }
    return numbers
  }
}
