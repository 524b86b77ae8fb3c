/// Why a backup is not what it was when it was sealed.
package enum BackupProblem: Sendable, Hashable {
  /// The file's content is not what its checksum says.
  case damaged([UInt8])
  /// The seal lists it, and there is no regular file of that name.
  case missing([UInt8])
  /// It lies in the folder, and the seal does not list it.
  case notListed([UInt8])
  /// The file or folder cannot be read.
  case unreadable([UInt8])
  /// A line of the seal, from 1, is none that maint writes.
  case sealLine(Int)
  /// The checksums could not be looked at; why, in words.
  case notChecked(String)

  /// The path that it is about; nil where it is about none.
  var path: [UInt8]? {
    switch self {
    case .damaged(let path), .missing(let path), .notListed(let path), .unreadable(let path): path
    case .sealLine, .notChecked: nil
    }
  }

  /// Stable, for programs.
  var name: String {
    switch self {
    case .damaged: "damaged"
    case .missing: "missing"
    case .notListed: "not_listed"
    case .unreadable: "unreadable"
    case .sealLine: "seal_line"
    case .notChecked: "not_checked"
    }
  }

  /// Of one that is about a file, what stands before its name.
  var words: String {
    switch self {
    case .damaged: "damaged"
    case .missing: "missing"
    case .notListed: "not listed"
    case .unreadable: "cannot be read"
    case .sealLine(let number): "SHA256SUMS: line \(number) is not as maint wrote it"
    case .notChecked(let reason): "not checked: \(reason)"
    }
  }
}
