/// What a diagnostic speaks of: a path alone, where there is no text to point into, or a range of a text.
package enum Place: Sendable {
  case path(String)
  case text(Source, SourceRange)

  package var path: String {
    switch self {
    case .path(let path): path
    case .text(let source, _): source.path
    }
  }

  package var source: Source? {
    switch self {
    case .path: nil
    case .text(let source, _): source
    }
  }

  package var range: SourceRange? {
    switch self {
    case .path: nil
    case .text(_, let range): range
    }
  }
}
