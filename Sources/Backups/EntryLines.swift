/// Entries with their identity from a temporary file.
final class EntryLines: EntrySource {
  private let reader: LineReader

  init(_ file: ByteWriter) throws(BackupFailure) { reader = try LineReader(file) }

  func next() throws(BackupFailure) -> Entry? {
    guard let line = try reader.next() else { return nil }
    guard let entry = EntryLine.parse(line, withIdentity: true) else {
      throw BackupFailure(.damaged, "a temporary file was changed by someone else")
    }
    return entry
  }
}
