import Catalog
import Execution
import Glibc

/// Reads what a step wrote to `$MAINT_METRICS`, `$MAINT_SUMMARY`, `$MAINT_ENV` and `$MAINT_WARNINGS`, and removes it.
///
/// A line that cannot be used becomes a warning, never a silent loss. Of a file so much is read and no more, so that a
/// step cannot fill the memory.
enum ReportReader {
  private static let limit = 1 << 20
  /// Bytes of NAME=value; the kernel takes 128 KiB.
  private static let variableLimit = 65536

  /// `name` is that of the files, without what tells them apart.
  static func take(_ name: String, from folder: ReportFolder) -> StepReport {
    var report = StepReport()
    if let text = take("\(name).metrics", from: folder, "MAINT_METRICS", &report) { readMetrics(text, &report) }
    if let text = take("\(name).summary", from: folder, "MAINT_SUMMARY", &report) { report.summary = text }
    if let text = take("\(name).env", from: folder, "MAINT_ENV", &report) { readEnvironment(text, &report) }
    if let text = take("\(name).warnings", from: folder, "MAINT_WARNINGS", &report) {
      report.warnings += lines(text).map(warning)
    }
    return report
  }

  private static func take(
    _ file: String, from folder: ReportFolder, _ name: String, _ report: inout StepReport
  ) -> String? {
    // O_NONBLOCK: what a step put there may be a FIFO that nobody writes to.
    let descriptor = openat(folder.descriptor, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      guard errno != ENOENT else { return nil }
      report.warnings.append("$\(name) could not be read: \(SystemError.words(errno))")
      unlinkat(folder.descriptor, file, 0)
      return nil
    }
    defer {
      close(descriptor)
      unlinkat(folder.descriptor, file, 0)
    }
    var status = stat()
    // With a second name it may be the file of someone else, linked to be read by root.
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
      report.warnings.append("$\(name) could not be read: it is no regular file with this name alone")
      return nil
    }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65536)
    while bytes.count <= limit {
      let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        report.warnings.append("$\(name) could not be read: \(SystemError.words(errno))")
        break
      }
      if count == 0 { break }
      bytes += piece.prefix(count)
    }
    if bytes.count > limit {
      report.warnings.append("$\(name) is larger than 1 MiB: the rest was not read")
      bytes = Array(bytes.prefix(limit))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func readMetrics(_ text: String, _ report: inout StepReport) {
    for line in lines(text) where !line.hasPrefix("#") {
      if let sample = Sample(line: line) {
        report.samples.append(sample)
      } else {
        report.warnings.append("$MAINT_METRICS: not a sample in Prometheus text format: \(line)")
      }
    }
  }

  private static func readEnvironment(_ text: String, _ report: inout StepReport) {
    for line in lines(text) {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard parts.count == 2, isVariableName(name) else {
        report.warnings.append("$MAINT_ENV: not NAME=value: \(line)")
        continue
      }
      if let reason = ReservedVariable.reason(for: name) {
        report.warnings.append("$MAINT_ENV: \(name) is not passed on: \(reason)")
        continue
      }
      let value = String(parts[1])
      // What execve(2) would not take must not come into the environment: no later step could be started.
      if value.utf8.contains(0) {
        report.warnings.append("$MAINT_ENV: \(name) is not passed on: its value holds a NUL byte")
      } else if line.utf8.count > variableLimit {
        report.warnings.append("$MAINT_ENV: \(name) is not passed on: it is longer than 64 KiB")
      } else {
        report.environment.append(.init(name: name, value: value))
      }
    }
  }

  private static func isVariableName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(48...57).contains(first) else { return false }
    return name.utf8.allSatisfy {
      (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
    }
  }

  private static func warning(_ line: String) -> String {
    line.hasPrefix("warning: ") ? String(line.dropFirst("warning: ".count)) : line
  }

  private static func lines(_ text: String) -> [String] {
    text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "\n") }).map { String(decoding: $0, as: UTF8.self) }
      .map { $0.hasSuffix("\r") ? String($0.dropLast()) : $0 }
      .filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
