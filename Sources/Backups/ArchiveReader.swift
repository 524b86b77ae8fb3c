/// Takes an unpacked archive piece by piece and tells what is in it; the pax format as GNU tar writes it.
///
/// It is there to see what was really written, in one pass beside the source: `tar --compare` sees neither extended
/// attributes nor the times of folders nor what is missing.
final class ArchiveReader {
  struct Visitor {
    var begin: (ArchiveMember) throws(BackupFailure) -> Void
    /// A piece of the content and where in the file it stands; holes of sparse files are left out.
    var data: (Int, ArraySlice<UInt8>) throws(BackupFailure) -> Void
    var end: () throws(BackupFailure) -> Void
  }

  private enum State {
    case header
    case records(left: Int)
    case map(padded: Int)
    case mapPadding(left: Int, data: Int)
    case data(left: Int)
    case skip(left: Int)
    case done
  }

  private let visitor: Visitor
  private var state = State.header
  private var collected: [UInt8] = []
  private var extended = PaxRecords()
  private var map: [(offset: Int, size: Int)] = []
  private var position = 0
  private var padding = 0

  init(_ visitor: Visitor) { self.visitor = visitor }

  /// Whether the archive came to its proper end.
  var isComplete: Bool { if case .done = state { true } else { false } }

  func take(_ bytes: [UInt8]) throws(BackupFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      switch state {
      case .header:
        guard collect(&rest, upTo: 512) else { return }
        try header()
      case .records(let size):
        guard collect(&rest, upTo: size) else { return }
        guard let records = PaxRecords(collected) else { throw Self.unreadable("an extended header") }
        extended = records
        collected = []
        state = .skip(left: Self.padding(size))
        if Self.padding(size) == 0 { state = .header }
      case .map(let size):
        // The map of a sparse file stands before its data, in decimal lines, padded to a block.
        guard let byte = rest.popFirst() else { return }
        collected.append(byte)
        if byte == UInt8(ascii: "\n") { try readMap(of: size) }
      case .mapPadding(let left, let data):
        let count = min(left, rest.count)
        rest = rest.dropFirst(count)
        state = .mapPadding(left: left - count, data: data)
        if count == left { try beginData(data) }
      case .data(let left):
        let piece = rest.prefix(left)
        rest = rest.dropFirst(piece.count)
        try deliver(piece)
        state = .data(left: left - piece.count)
        if left == piece.count { try finish() }
      case .skip(let left):
        let count = min(left, rest.count)
        rest = rest.dropFirst(count)
        state = count == left ? .header : .skip(left: left - count)
      case .done: return
      }
    }
  }

  private func collect(_ rest: inout ArraySlice<UInt8>, upTo size: Int) -> Bool {
    let part = rest.prefix(size - collected.count)
    collected += part
    rest = rest.dropFirst(part.count)
    return collected.count == size
  }

  private func header() throws(BackupFailure) {
    let block = collected
    collected = []
    if block.allSatisfy({ $0 == 0 }) {
      state = .done
      return
    }
    guard let header = UstarHeader(block) else { throw Self.unreadable("a header") }
    let size = extended.number("size") ?? header.size
    if header.type == UInt8(ascii: "x") {
      state = .records(left: header.size)
      return
    }
    guard let member = header.member(extended) else {
      throw Self.unreadable("a member of type \(PathText.shown([header.type]))")
    }
    let isSparse = extended.values["GNU.sparse.major"] != nil
    extended = PaxRecords()
    try visitor.begin(member)
    position = 0
    padding = Self.padding(size)
    map = isSparse ? [] : [(0, size)]
    if isSparse { state = .map(padded: size) } else { try beginData(size) }
  }

  private func readMap(of size: Int) throws(BackupFailure) {
    let numbers = collected.split(separator: UInt8(ascii: "\n"))
    guard let count = numbers.first.flatMap({ Int(bytes: $0) }) else { throw Self.unreadable("a map of holes") }
    guard numbers.count == 2 * count + 1 else { return }
    for index in 0..<count {
      guard let offset = Int(bytes: numbers[2 * index + 1]), let length = Int(bytes: numbers[2 * index + 2]) else {
        throw Self.unreadable("a map of holes")
      }
      map.append((offset, length))
    }
    let unused = Self.padding(collected.count)
    let data = size - collected.count - unused
    collected = []
    guard data >= 0 else { throw Self.unreadable("a map of holes") }
    state = .mapPadding(left: unused, data: data)
    if unused == 0 { try beginData(data) }
  }

  private func beginData(_ size: Int) throws(BackupFailure) {
    state = .data(left: size)
    if size == 0 { try finish() }
  }

  private func deliver(_ piece: ArraySlice<UInt8>) throws(BackupFailure) {
    var rest = piece
    while let (offset, size) = map.first, !rest.isEmpty {
      let part = rest.prefix(size - position)
      if !part.isEmpty { try visitor.data(offset + position, part) }
      position += part.count
      rest = rest.dropFirst(part.count)
      if position == size {
        map.removeFirst()
        position = 0
      }
    }
  }

  private func finish() throws(BackupFailure) {
    try visitor.end()
    state = padding == 0 ? .header : .skip(left: padding)
  }

  private static func padding(_ size: Int) -> Int { (512 - size % 512) % 512 }

  private static func unreadable(_ what: String) -> BackupFailure {
    BackupFailure(.damaged, "the archive was read back and \(what) in it cannot be understood")
  }
}
