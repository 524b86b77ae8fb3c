/// A user's crontab with the lines of maint in it. All others stay as they are, byte for byte, whatever their encoding.
struct UserCrontab {
  static let begin = "# BEGIN maint"
  static let end = "# END maint"

  /// The lines of maint; nil where there are none.
  let block: String?
  /// All that is before and behind them.
  private let before: ArraySlice<UInt8>
  private let behind: ArraySlice<UInt8>

  /// nil for a crontab in which the lines of maint have no beginning or no end, or are there twice.
  init?(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let begins = lines.filter { $0.starts(with: Self.begin.utf8) }
    let ends = lines.filter { $0.starts(with: Self.end.utf8) }
    if begins.isEmpty, ends.isEmpty {
      (block, before, behind) = (nil, [], bytes[...])
      return
    }
    guard begins.count == 1, ends.count == 1, begins[0].startIndex < ends[0].startIndex else { return nil }
    let next = min(ends[0].endIndex + 1, bytes.endIndex)
    block = String(decoding: bytes[begins[0].startIndex..<next], as: UTF8.self)
    before = bytes[..<begins[0].startIndex]
    behind = bytes[next...]
  }

  /// With `block` instead, or none. New lines come first, where no setting of the user's governs them.
  func with(block: String?) -> [UInt8] { before + Array((block ?? "").utf8) + behind }
}
