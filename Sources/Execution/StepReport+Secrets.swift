extension StepReport {
  /// The report as it may be written down: with `***` wherever one of the secrets stands in it.
  ///
  /// Output is cleaned where it is read; this is the other way by which a step can give a secret away.
  func hiding(_ secrets: [String]) -> StepReport {
    let secrets = secrets.filter { !$0.isEmpty }.map { Array($0.utf8) }.sorted { $0.count > $1.count }
    guard !secrets.isEmpty, !isEmpty else { return self }
    func hide(_ text: String) -> String { Self.hide(secrets, in: text) }
    var report = self
    for index in report.samples.indices { report.samples[index].labels = hide(report.samples[index].labels) }
    report.summary = hide(summary)
    for index in report.environment.indices { report.environment[index].value = hide(report.environment[index].value) }
    report.warnings = warnings.map(hide)
    return report
  }

  /// Secrets that overlap are covered whole, as in output.
  private static func hide(_ secrets: [[UInt8]], in text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var settled = 0
    for position in bytes.indices {
      guard let secret = secrets.first(where: { bytes[position...].starts(with: $0) }) else { continue }
      if position >= settled { result += bytes[settled..<position] + Array("***".utf8) }
      settled = max(settled, position + secret.count)
    }
    return String(decoding: result + bytes[settled...], as: UTF8.self)
  }
}
