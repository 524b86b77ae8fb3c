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

  // Slips that leave a sound text behind
  case curlyQuote = "curly-quote"
  case listInText = "list-in-text"
  case windowsPath = "windows-path"

  // A project and its folders
  case projectNotFound = "project-not-found"
  case folderNotFound = "folder-not-found"
  case notAFolder = "not-a-folder"
  case unreadableFolder = "unreadable-folder"
  case emptyFolder = "empty-folder"
  case fileIgnored = "file-ignored"
  case unsafePermissions = "unsafe-permissions"

  // Keys and values
  case emptyFile = "empty-file"
  case emptyEntry = "empty-entry"
  case missingValue = "missing-value"
  case wrongType = "wrong-type"
  case unknownKey = "unknown-key"
  case missingKey = "missing-key"
  case misplacedKey = "misplaced-key"
  case contradictoryKeys = "contradictory-keys"
  case unknownChoice = "unknown-choice"
  case badName = "bad-name"
  case badText = "bad-text"
  case badDuration = "bad-duration"
  case badTime = "bad-time"
  case badDate = "bad-date"
  case badDay = "bad-day"
  case badMonth = "bad-month"
  case badNumber = "bad-number"
  case badBoolean = "bad-boolean"
  case badSize = "bad-size"
  case badPath = "bad-path"
  case badPattern = "bad-pattern"
  case badAddress = "bad-address"
  case passwordInURL = "password-in-url"
  case unknownField = "unknown-field"
  case duplicateName = "duplicate-name"
  case duplicateSetting = "duplicate-setting"

  // Schedules
  case unknownTier = "unknown-tier"
  case unknownZone = "unknown-zone"
  case windowWithoutTier = "window-without-tier"
  case unknownWindow = "unknown-window"
  case windowNeverOpens = "window-never-opens"
  case monthsWithoutWindow = "months-without-window"
  case atWithWindow = "at-with-window"
  case noEffect = "no-effect"
  case durationMismatch = "duration-mismatch"
  case datesReversed = "dates-reversed"
  case pastFreeze = "past-freeze"
  case unknownChannel = "unknown-channel"
  case unusedChannel = "unused-channel"
  case levelWithoutChannel = "level-without-channel"
  case missingRecipient = "missing-recipient"
  case missingRunbook = "missing-runbook"
  case unknownNeed = "unknown-need"
  case selfNeed = "self-need"
  case missingParameter = "missing-parameter"
  case unknownParameter = "unknown-parameter"
  case patternMismatch = "pattern-mismatch"

  // Runbooks
  case reservedName = "reserved-name"
  case noWayBack = "no-way-back"
  case stepWithoutUndo = "step-without-undo"
  case missingReason = "missing-reason"
  case needlessReason = "needless-reason"
  case needlessConfirmation = "needless-confirmation"
  case restoreWithoutBackup = "restore-without-backup"
  case overlappingBackups = "overlapping-backups"
  case unwritableBackupFolder = "unwritable-backup-folder"

  // What is legal but wrong
  case unusedRunbook = "unused-runbook"
  case unusedParameter = "unused-parameter"
  case unknownVariable = "unknown-variable"
  case noBackupFolder = "no-backup-folder"
  case missingVerify = "missing-verify"
  case missingTimeout = "missing-timeout"
  case longerThanWindow = "longer-than-window"
  case windowTooRare = "window-too-rare"
  case unknownRollbackTime = "unknown-rollback-time"
  case readableSecret = "readable-secret"
  case missingBackupPath = "missing-backup-path"
  case missingSecret = "missing-secret"
  case foldedShell = "folded-shell"
  case shellSyntax = "shell-syntax"
  case bashOnly = "bash-only"
  case pastedDash = "pasted-dash"
  case unfilledTemplate = "unfilled-template"
  case shellcheck
  case unknownApprover = "unknown-approver"
  case unknownSigner = "unknown-signer"
  case tooFewApprovers = "too-few-approvers"
  case unapprovedSource = "unapproved-source"
  case approvalOfTaskAlone = "approval-of-task-alone"

  // Planning
  case dependencyCycle = "dependency-cycle"
  case unknownTask = "unknown-task"
  case duplicateParameter = "duplicate-parameter"
  case misplacedParameter = "misplaced-parameter"

  // Checklists
  case badMarker = "bad-marker"
  case missingTask = "missing-task"
  case noItems = "no-items"
  case unclosedFence = "unclosed-fence"
  case unclosedComment = "unclosed-comment"
  case hiddenItem = "hidden-item"
  case strayNote = "stray-note"

  // Rehearsing
  case uncoveredChange = "uncovered-change"
}
