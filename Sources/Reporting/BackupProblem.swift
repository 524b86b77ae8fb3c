/// Why a backup is not what it was when it was made: by its seal, and by the checksums of archives in the run log.
package enum BackupProblem: Sendable, Hashable {
  /// The file's content is not what its checksum says.
  case damaged([UInt8])
  /// The file's content is what the seal says, and not what the run log says: both files were exchanged.
  case notAsRecorded([UInt8])
  /// The file's content is what the run log says, and not what the seal says.
  case sealDiffers([UInt8])
  /// The seal or the run log lists it, and there is no regular file of that name.
  case missing([UInt8])
  /// It lies in the folder, and the seal does not list it.
  case notListed([UInt8])
  /// The file or folder cannot be read.
  case unreadable([UInt8])
  /// A line of the seal, from 1, is none that maint writes.
  case sealLine(Int)
  /// The seal is another than the one that maint made: its checksum is not that in the run log.
  case sealReplaced
  /// The checksums could not be looked at; why, in words.
  case notChecked(String)

  /// Whether what the file holds cannot be trusted or had.
  package var isOfContent: Bool {
    switch self {
    case .damaged, .notAsRecorded, .missing, .unreadable, .notChecked: true
    case .sealDiffers, .notListed, .sealLine, .sealReplaced: false
    }
  }

  /// Whether it may be gone with the next look: the file could not be read, for whatever reason.
  package var isOfReading: Bool {
    switch self {
    case .unreadable, .notChecked: true
    case .damaged, .notAsRecorded, .missing, .sealDiffers, .notListed, .sealLine, .sealReplaced: false
    }
  }

  /// The path that it is about; nil where it is about none.
  package var path: [UInt8]? {
    switch self {
    case .damaged(let path), .notAsRecorded(let path), .sealDiffers(let path), .missing(let path),
      .notListed(let path), .unreadable(let path):
      path
    case .sealLine, .sealReplaced, .notChecked: nil
    }
  }

  /// Stable, for programs.
  var name: String {
    switch self {
    case .damaged: "damaged"
    case .notAsRecorded: "not_as_recorded"
    case .sealDiffers: "seal_differs"
    case .missing: "missing"
    case .notListed: "not_listed"
    case .unreadable: "unreadable"
    case .sealLine: "seal_line"
    case .sealReplaced: "seal_replaced"
    case .notChecked: "not_checked"
    }
  }

  /// Of one that is about a file, what stands before its name.
  package var words: String {
    switch self {
    case .damaged: "damaged"
    case .notAsRecorded: "as the seal says, but not what the run log has"
    case .sealDiffers: "as the run log has it, but SHA256SUMS says otherwise"
    case .missing: "missing"
    case .notListed: "not listed"
    case .unreadable: "cannot be read"
    case .sealLine(let number): "SHA256SUMS: line \(number) is not as maint wrote it"
    case .sealReplaced: "SHA256SUMS: not the list that maint made; its checksum in the run log is another"
    case .notChecked(let reason): "not checked: \(reason)"
    }
  }
}
