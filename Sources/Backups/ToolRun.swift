import Supervision
import TextSearch

/// One program at work: what it prints goes to its reader, and its complaints are kept.
final class ToolRun {
  typealias Reader = ([UInt8]) throws(BackupFailure) -> Void

  let id: ChildID
  let name: String
  private let reader: Reader?
  private(set) var complaints: [UInt8] = []
  /// nil while it runs; 128 and the signal where one ended it.
  private(set) var status: Int32?
  /// The first thing that its reader refused.
  private(set) var refusal: BackupFailure?

  private static let complaintLimit = 8192

  init(id: ChildID, name: String, reader: Reader?) {
    self.id = id
    self.name = name
    self.reader = reader
  }

  /// Whether it is to go on.
  func take(_ chunk: OutputChunk) -> Bool {
    switch chunk.stream {
    case .error: complaints += chunk.bytes.prefix(max(0, Self.complaintLimit - complaints.count))
    case .output:
      guard refusal == nil, let reader else { return refusal == nil }
      do { try reader(chunk.bytes) } catch { refusal = error }
    }
    return refusal == nil
  }

  func end(_ ending: Ending) {
    status =
      switch ending.cause {
      case .exited(let code): code
      case .signalled(let signal, _): 128 + signal
      case .notStarted: 127
      case .stillRunning: 255
      }
  }

  /// Its failure in words; `what` it was to do.
  func failure(_ what: String) -> BackupFailure {
    if let refusal { return refusal }
    let lines = complaints.split(separator: UInt8(ascii: "\n")).prefix(5).map { PathText.shown($0) }
    let text = String(decoding: complaints, as: UTF8.self)
    let isFull = text.contains(text: "No space left on device") || text.contains(text: "Disk quota exceeded")
    return BackupFailure(
      isFull ? .space : .tool,
      "\(what): \(name) ended with status \(status ?? 0)\(lines.isEmpty ? "" : ": " + lines.joined(separator: "; "))",
      hint: isFull ? "make room on that file system and try again; nothing half-done is taken for done" : "")
  }
}
