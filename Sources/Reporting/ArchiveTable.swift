import JSON
import RunLog
import Scheduling

/// The paths that maint itself archived in a backup.
struct ArchiveTable {
  let archives: [ArchiveRecord]
  let now: Timestamp

  /// A line without text and the table; nothing where there are none.
  var lines: [StyledText] {
    if archives.isEmpty { return [] }
    let rows = archives.map { archive in
      let size = archive.file == nil ? "absent" : "\(ByteSize(archive.bytes))"
      return [
        StyledText(size), StyledText(archive.file == nil ? "" : "\(ByteSize(archive.archiveBytes))"),
        StyledText("\(archive.entries)"), StyledText("\(HumanDuration(now - archive.madeAt))"),
        StyledText(HarmlessText.words(archive.path)),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "SIZE", isRight: true), .init(heading: "ARCHIVE", isRight: true),
      .init(heading: "ENTRIES", isRight: true), .init(heading: "AGE", isRight: true), .init(heading: "PATH"),
    ]
    return [StyledText("")] + Table(columns: columns, rows: rows).lines
  }
}

extension JSONWriter {
  mutating func archive(_ archive: ArchiveRecord) {
    object { json in
      json.field("path", archive.path)
      json.field("absent", archive.file == nil)
      json.field("entries", archive.entries)
      json.field("bytes", archive.bytes)
      json.field("archive_bytes", archive.archiveBytes)
      json.field("made_at", archive.madeAt)
    }
  }
}
