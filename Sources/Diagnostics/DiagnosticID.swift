/// The stable name of a kind of problem, as printed in brackets; names are never changed once released.
package enum DiagnosticID: String, CaseIterable, Sendable {
  // Reading a file
  case fileNotFound = "file-not-found"
  case notAFile = "not-a-file"
  case danglingLink = "dangling-link"
  case unreadableFile = "unreadable-file"
  case fileTooLarge = "file-too-large"

  // Bytes that are not text
  case unsupportedEncoding = "unsupported-encoding"
  case invalidUTF8 = "invalid-utf8"
  case controlCharacter = "control-character"
  case loneCarriageReturn = "lone-carriage-return"

  // Features of YAML outside the subset
  case tag
  case anchor
  case alias
  case mergeKey = "merge-key"
  case directive
  case secondDocument = "second-document"
  case explicitKey = "explicit-key"
  case collectionKey = "collection-key"
  case emptyKey = "empty-key"
  case unquotedTemplate = "unquoted-template"
  case nestingTooDeep = "nesting-too-deep"

  // Mistakes of form
  case tabIndentation = "tab-indentation"
  case wrongIndentation = "wrong-indentation"
  case duplicateKey = "duplicate-key"
  case missingSpace = "missing-space"
  case missingColon = "missing-colon"
  case missingComma = "missing-comma"
  case unexpectedColon = "unexpected-colon"
  case unexpectedText = "unexpected-text"
  case unexpectedComma = "unexpected-comma"
  case unexpectedBracket = "unexpected-bracket"
  case unclosedBracket = "unclosed-bracket"
  case unclosedQuote = "unclosed-quote"
  case unknownEscape = "unknown-escape"
  case reservedCharacter = "reserved-character"
  case misplacedCollection = "misplaced-collection"
  case noBreakSpace = "no-break-space"
  case misplacedMarker = "misplaced-marker"
  case blockScalarHeader = "block-scalar-header"
  case multilineKey = "multiline-key"
  case keyTooLong = "key-too-long"

  // Planning
  case dependencyCycle = "dependency-cycle"
  case unknownTask = "unknown-task"
  case unknownNeed = "unknown-need"
  case missingRunbook = "missing-runbook"
  case unknownParameter = "unknown-parameter"
  case missingParameter = "missing-parameter"
  case invalidParameter = "invalid-parameter"
  case duplicateParameter = "duplicate-parameter"
  case misplacedParameter = "misplaced-parameter"
}
