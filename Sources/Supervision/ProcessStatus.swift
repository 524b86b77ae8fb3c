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
    SmallFile.read("/proc/\(pid)/stat").flatMap(ProcessStatus.init(line:))
  }

  /// The name is found by the first `(` and the last `)`: a process chooses its own and may put either in it.
  init?(line: [UInt8]) {
    guard let open = line.firstIndex(of: UInt8(ascii: "(")), let close = line.lastIndex(of: UInt8(ascii: ")")),
      open < close
    else { return nil }
    let fields = line[(close + 1)...].split(separator: UInt8(ascii: " "))
    func number(_ field: Int) -> UInt64? {
      // Fields are numbered as in proc(5); the third is the first after the name.
      fields.count > field - 3 ? UInt64(String(decoding: fields[field - 3], as: UTF8.self)) : nil
    }
    guard let pid = Int32(String(decoding: line[..<open].dropLast(), as: UTF8.self)), let state = fields.first?.first,
      let parent = number(4), let group = number(5), let session = number(6), let threads = number(20),
      let startTime = number(22)
    else { return nil }
    self.pid = pid
    self.command = String(decoding: line[(open + 1)..<close], as: UTF8.self)
    self.state = state
    self.parent = Int32(truncatingIfNeeded: parent)
    self.group = Int32(truncatingIfNeeded: group)
    self.session = Int32(truncatingIfNeeded: session)
    self.threads = Int(threads)
    self.startTime = startTime
  }
}
