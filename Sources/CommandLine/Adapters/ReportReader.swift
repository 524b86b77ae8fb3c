import Catalog
import Execution
import Glibc

/// Reads what a step wrote to `$MAINT_METRICS`, `$MAINT_SUMMARY`, `$MAINT_ENV` and `$MAINT_WARNINGS`.
///
/// A line that cannot be used becomes a warning, never a silent loss. Of a file so much is read and no more, so that a
/// step cannot fill the memory. Secrets are covered before anything is cut or parsed.
struct ReportReader {
  private static let limit = 1 << 20
  /// Bytes of NAME=value; the kernel takes 128 KiB.
  private static let variableLimit = 65536

  private let folder: ReportFolder
  private let secrets: [[UInt8]]
  private var taken = TakenReport()

  private init(folder: ReportFolder, secrets: [String]) {
    self.folder = folder
    self.secrets = secrets.map { Array($0.utf8) }
  }

  /// `name` is that of the files, without what tells them apart. They are left as they are.
  static func read(_ name: String, from folder: ReportFolder, secrets: [String]) -> TakenReport {
    var reader = ReportReader(folder: folder, secrets: secrets)
    if let text = reader.text(of: "\(name).metrics", "MAINT_METRICS") { reader.readMetrics(text) }
    if let text = reader.text(of: "\(name).summary", "MAINT_SUMMARY") {
      reader.taken.shown.summary = text.shown(0..<min(limit, text.bytes.count))
    }
    if let text = reader.text(of: "\(name).env", "MAINT_ENV") { reader.readEnvironment(text) }
    if let text = reader.text(of: "\(name).warnings", "MAINT_WARNINGS") {
      for line in lines(text) { reader.warn(warning(text.shown(line))) }
    }
    return reader.taken
  }

  /// Removes those files, whatever a step made of them.
  static func remove(_ name: String, from folder: ReportFolder) {
    for kind in ["metrics", "summary", "env", "warnings"] { unlinkat(folder.descriptor, "\(name).\(kind)", 0) }
  }

  private mutating func text(of file: String, _ name: String) -> CoveredText? {
    // O_NONBLOCK: what a step put there may be a FIFO that nobody writes to.
    let descriptor = openat(folder.descriptor, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      guard errno != ENOENT else { return nil }
      warn("$\(name) could not be read: \(SystemError.words(errno))")
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    // With a second name it may be the file of someone else, linked to be read by root.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
      warn("$\(name) could not be read: it is no regular file with this name alone")
      return nil
    }
    let bytes = read(descriptor, name)
    if bytes.count > Self.limit { warn("$\(name) is larger than 1 MiB: the rest was not read") }
    return CoveredText(bytes, secrets: secrets)
  }

  /// Beyond the limit only to see whether a secret lies across it.
  private mutating func read(_ descriptor: Int32, _ name: String) -> [UInt8] {
    let most = Self.limit + max(1, secrets.map(\.count).max() ?? 0)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65536)
    while bytes.count < most {
      let count = piece.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress, min($0.count, most - bytes.count))
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { warn("$\(name) could not be read: \(SystemError.words(errno))") }
      guard count > 0 else { break }
      bytes += piece.prefix(count)
    }
    return bytes
  }

  /// Those within the limit.
  private static func lines(_ text: CoveredText) -> [Range<Int>] { text.lines(before: min(limit, text.bytes.count)) }

  private mutating func readMetrics(_ text: CoveredText) {
    for line in Self.lines(text) where text.bytes[line.lowerBound] != UInt8(ascii: "#") {
      let shown = text.shown(line)
      if let sample = Sample(line: shown) {
        taken.shown.samples.append(sample)
      } else {
        warn("$MAINT_METRICS: not a sample in Prometheus text format with a finite number: \(shown)")
      }
    }
  }

  private mutating func readEnvironment(_ text: CoveredText) {
    for line in Self.lines(text) {
      guard let equals = text.bytes[line].firstIndex(of: UInt8(ascii: "=")),
        Self.isVariableName(text.bytes[line.lowerBound..<equals])
      else {
        warn("$MAINT_ENV: not NAME=value: \(text.shown(line))")
        continue
      }
      let name = text.shown(line.lowerBound..<equals)
      if let reason = refusal(of: text, line, name: line.lowerBound..<equals) {
        warn("$MAINT_ENV: \(name) is not passed on: \(reason)")
        continue
      }
      let value = equals + 1..<line.upperBound
      taken.environment.append(.init(name: name, value: text.clear(value)))
      taken.shown.environment.append(.init(name: name, value: text.shown(value)))
    }
  }

  private func refusal(of text: CoveredText, _ line: Range<Int>, name: Range<Int>) -> String? {
    if text.isCovered(name) { return "there is a secret in its name" }
    if let reason = ReservedVariable.reason(for: text.clear(name)) { return reason }
    // What execve(2) would not take must not come into the environment: no later step could be started.
    if text.bytes[line].contains(0) { return "its value holds a NUL byte" }
    return line.count > Self.variableLimit ? "it is longer than 64 KiB" : nil
  }

  private mutating func warn(_ text: String) { taken.shown.warnings.append(text) }

  private static func isVariableName(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first, !(48...57).contains(first) else { return false }
    return name.allSatisfy {
      (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
    }
  }

  private static func warning(_ line: String) -> String {
    line.hasPrefix("warning: ") ? String(line.dropFirst("warning: ".count)) : line
  }
}
