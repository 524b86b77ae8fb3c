import RunLog

/// The IDs of a run's trace and of the spans in it, in hexadecimal digits.
struct TraceIDs: Sendable {
  /// 16 bytes.
  let trace: String
  private let digest: @Sendable ([UInt8]) -> String

  /// What names a run for ever, on whichever host and in whichever log, also when it is recovered in a later boot.
  init(of header: RunHeader, run: Int, digest: @escaping @Sendable ([UInt8]) -> String) {
    let identity =
      "maint\n\(header.host)\n\(header.firstBootID ?? header.bootID)\n\(header.startedAt.microseconds)\n\(run)\n\(header.project)"
    trace = String(digest(Array(identity.utf8)).prefix(32))
    self.digest = digest
  }

  /// Of the run.
  var root: String { span("run") }

  /// 8 bytes. `place`: within the run.
  func span(_ place: String) -> String { String(digest(Array("\(trace)\n\(place)".utf8)).prefix(16)) }
}
