import Diagnostics

/// Looks over all bytes before parsing: UTF-8, and no character that YAML or a terminal could take for something else.
///
/// The parser relies on it: no NUL, a CR only before an LF, no byte order mark but the first.
struct TextCheck {
  private let source: Source
  private let bytes: UnsafeBufferPointer<UInt8>

  /// Appends what is wrong, one problem a line; true when nothing is.
  static func passes(_ source: Source, diagnostics: inout DiagnosticBag) -> Bool {
    source.bytes.withUnsafeBufferPointer { bytes in
      let check = TextCheck(source: source, bytes: bytes)
      if let diagnostic = check.wholeFileProblem() {
        diagnostics.append(diagnostic)
        return false
      }
      return check.lines(&diagnostics)
    }
  }

  private func wholeFileProblem() -> Diagnostic? {
    if bytes.count > SourceReader.largestSize {
      return Diagnostic(
        .fileTooLarge, "larger than \(SourceReader.largestSize >> 20) MiB, which no schedule or runbook is",
        at: .path(source.path))
    }
    guard let encoding = foreignEncoding() else { return nil }
    return Diagnostic(
      .unsupportedEncoding, "this file is \(encoding), UTF-8 was expected", at: .text(source, SourceRange(at: 0)),
      hint: "convert it: iconv -f \(encoding) -t UTF-8")
  }

  /// By the table of the YAML specification, section 5.2.
  private func foreignEncoding() -> String? {
    let first = (0..<4).map { $0 < bytes.count ? bytes[$0] : 1 }
    switch (first[0], first[1], first[2], first[3]) {
    case (0, 0, 0xFE, 0xFF), (0, 0, 0, 1...): return "UTF-32"
    case (0xFF, 0xFE, 0, 0), (1..., 0, 0, 0): return "UTF-32"
    case (0xFE, 0xFF, _, _), (0xFF, 0xFE, _, _): return "UTF-16"
    case (0, 1..., 0, _), (1..., 0, 1..., 0): return "UTF-16"
    default: return nil
    }
  }

  private func lines(_ diagnostics: inout DiagnosticBag) -> Bool {
    var passes = true
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while at < bytes.count {
      if at + 8 <= bytes.count, isPlainWord(at) {
        at += 8
        continue
      }
      let byte = bytes[at]
      if byte >= 0x20 && byte < 0x7F || byte == Byte.lineFeed || byte == Byte.tab {
        at += 1
        continue
      }
      let length = byte < 0x80 ? asciiLength(at) : characterLength(at)
      if length > 0 {
        at += length
        continue
      }
      passes = false
      diagnostics.append(problem(at))
      // More on this line would most likely be the same again.
      while at < bytes.count, bytes[at] != Byte.lineFeed { at += 1 }
    }
    return passes
  }

  /// Whether the next eight bytes are all from space to tilde; found without looking at each.
  @inline(__always)
  private func isPlainWord(_ at: Int) -> Bool {
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt64.self)
    // The high bit of a byte is set if it is beyond ASCII, if adding 1 carries from 0x7F, or if taking 0x20 borrows.
    return (word | (word &+ 0x0101_0101_0101_0101) | (word &- 0x2020_2020_2020_2020)) & 0x8080_8080_8080_8080 == 0
  }

  private func asciiLength(_ at: Int) -> Int {
    let isBreak = bytes[at] == Byte.carriageReturn && at + 1 < bytes.count && bytes[at + 1] == Byte.lineFeed
    return isBreak ? 2 : 0
  }

  /// The length of an allowed character beyond ASCII; 0 for one that is not UTF-8 or not allowed.
  private func characterLength(_ at: Int) -> Int {
    guard let (scalar, length) = decode(at) else { return 0 }
    switch scalar {
    case 0x80...0x84, 0x86...0x9F, 0xFEFF, 0xFFFE, 0xFFFF: return 0
    default: return length
    }
  }

  private func decode(_ at: Int) -> (scalar: UInt32, length: Int)? {
    let (length, least): (Int, UInt32)
    switch bytes[at] {
    case 0xC2...0xDF: (length, least) = (2, 0x80)
    case 0xE0...0xEF: (length, least) = (3, 0x800)
    case 0xF0...0xF4: (length, least) = (4, 0x10000)
    default: return nil
    }
    guard at + length <= bytes.count else { return nil }
    var value = UInt32(bytes[at]) & (0x7F >> UInt32(length))
    for index in at + 1..<at + length {
      guard bytes[index] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    guard value >= least, Unicode.Scalar(value) != nil else { return nil }
    return (value, length)
  }

  private func problem(_ at: Int) -> Diagnostic {
    let byte = bytes[at]
    func place(_ length: Int) -> Place { .text(source, SourceRange(at, at + length)) }
    if byte == Byte.carriageReturn {
      return Diagnostic(
        .loneCarriageReturn, "a carriage return without a line feed after it is not a line break here", at: place(1),
        hint: "end lines with LF or CR LF")
    }
    if byte >= 0x80, decode(at) == nil {
      return Diagnostic(
        .invalidUTF8, "byte 0x\(hexadecimal(UInt32(byte), 2)) is not valid UTF-8", at: place(1),
        hint: "save the file as UTF-8")
    }
    let (scalar, length) = byte < 0x80 ? (UInt32(byte), 1) : decode(at) ?? (0, 1)
    if scalar == 0xFEFF {
      return Diagnostic(
        .controlCharacter, "a byte order mark may stand only at the beginning of the file", at: place(length),
        hint: "remove it; it is invisible in most editors")
    }
    let digits = hexadecimal(scalar, 4)
    return Diagnostic(
      .controlCharacter, "control character U+\(digits) is not allowed", at: place(length),
      hint: "remove it, or write it as \"\\u\(digits)\" in double quotes")
  }

  private func hexadecimal(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
