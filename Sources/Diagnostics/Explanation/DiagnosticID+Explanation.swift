extension DiagnosticID {
  /// Without a default, so that no kind of problem goes unexplained.
  package var explanation: Explanation {
    switch self {
    // Reading a file
    case .fileNotFound: .fileNotFound
    case .notAFile: .notAFile
    case .danglingLink: .danglingLink
    case .unreadableFile: .unreadableFile
    case .fileTooLarge: .fileTooLarge
    // Bytes that are not text
    case .unsupportedEncoding: .unsupportedEncoding
    case .invalidUTF8: .invalidUTF8
    case .controlCharacter: .controlCharacter
    case .loneCarriageReturn: .loneCarriageReturn
    // Features of YAML outside the subset
    case .tag: .tag
    case .anchor: .anchor
    case .alias: .alias
    case .mergeKey: .mergeKey
    case .directive: .directive
    case .secondDocument: .secondDocument
    case .explicitKey: .explicitKey
    case .collectionKey: .collectionKey
    case .emptyKey: .emptyKey
    case .unquotedTemplate: .unquotedTemplate
    case .nestingTooDeep: .nestingTooDeep
    // Mistakes of form
    case .tabIndentation: .tabIndentation
    case .wrongIndentation: .wrongIndentation
    case .duplicateKey: .duplicateKey
    case .missingSpace: .missingSpace
    case .missingColon: .missingColon
    case .missingComma: .missingComma
    case .unexpectedColon: .unexpectedColon
    case .unexpectedText: .unexpectedText
    case .unexpectedComma: .unexpectedComma
    case .unexpectedBracket: .unexpectedBracket
    case .unclosedBracket: .unclosedBracket
    case .unclosedQuote: .unclosedQuote
    case .unknownEscape: .unknownEscape
    case .reservedCharacter: .reservedCharacter
    case .misplacedCollection: .misplacedCollection
    case .noBreakSpace: .noBreakSpace
    case .misplacedMarker: .misplacedMarker
    case .blockScalarHeader: .blockScalarHeader
    case .multilineKey: .multilineKey
    case .keyTooLong: .keyTooLong
    // Slips that leave a sound text behind
    case .curlyQuote: .curlyQuote
    case .listInText: .listInText
    case .windowsPath: .windowsPath
    // A project and its folders
    case .projectNotFound: .projectNotFound
    case .folderNotFound: .folderNotFound
    case .notAFolder: .notAFolder
    case .unreadableFolder: .unreadableFolder
    case .emptyFolder: .emptyFolder
    case .fileIgnored: .fileIgnored
    case .unsafePermissions: .unsafePermissions
    // Keys and values
    case .emptyFile: .emptyFile
    case .emptyEntry: .emptyEntry
    case .missingValue: .missingValue
    case .wrongType: .wrongType
    case .unknownKey: .unknownKey
    case .missingKey: .missingKey
    case .misplacedKey: .misplacedKey
    case .contradictoryKeys: .contradictoryKeys
    case .unknownChoice: .unknownChoice
    case .badName: .badName
    case .badText: .badText
    case .badDuration: .badDuration
    case .badTime: .badTime
    case .badDate: .badDate
    case .badDay: .badDay
    case .badMonth: .badMonth
    case .badNumber: .badNumber
    case .badBoolean: .badBoolean
    case .badSize: .badSize
    case .badPath: .badPath
    case .badPattern: .badPattern
    case .badAddress: .badAddress
    case .passwordInURL: .passwordInURL
    case .unknownField: .unknownField
    case .duplicateName: .duplicateName
    case .duplicateSetting: .duplicateSetting
    // Schedules
    case .unknownTier: .unknownTier
    case .unknownZone: .unknownZone
    case .windowWithoutTier: .windowWithoutTier
    case .unknownWindow: .unknownWindow
    case .windowNeverOpens: .windowNeverOpens
    case .monthsWithoutWindow: .monthsWithoutWindow
    case .atWithWindow: .atWithWindow
    case .noEffect: .noEffect
    case .durationMismatch: .durationMismatch
    case .datesReversed: .datesReversed
    case .pastFreeze: .pastFreeze
    case .unknownChannel: .unknownChannel
    case .unusedChannel: .unusedChannel
    case .levelWithoutChannel: .levelWithoutChannel
    case .missingRecipient: .missingRecipient
    case .missingRunbook: .missingRunbook
    case .unknownNeed: .unknownNeed
    case .selfNeed: .selfNeed
    case .missingParameter: .missingParameter
    case .unknownParameter: .unknownParameter
    case .patternMismatch: .patternMismatch
    // Runbooks
    case .reservedName: .reservedName
    case .noWayBack: .noWayBack
    case .stepWithoutUndo: .stepWithoutUndo
    case .missingReason: .missingReason
    case .needlessReason: .needlessReason
    case .needlessConfirmation: .needlessConfirmation
    case .restoreWithoutBackup: .restoreWithoutBackup
    case .overlappingBackups: .overlappingBackups
    case .unwritableBackupFolder: .unwritableBackupFolder
    // What is legal but wrong
    case .unusedRunbook: .unusedRunbook
    case .unusedParameter: .unusedParameter
    case .unknownVariable: .unknownVariable
    case .noBackupFolder: .noBackupFolder
    case .missingVerify: .missingVerify
    case .missingTimeout: .missingTimeout
    case .longerThanWindow: .longerThanWindow
    case .windowTooRare: .windowTooRare
    case .unknownRollbackTime: .unknownRollbackTime
    case .readableSecret: .readableSecret
    case .missingBackupPath: .missingBackupPath
    case .missingSecret: .missingSecret
    case .foldedShell: .foldedShell
    case .shellSyntax: .shellSyntax
    case .bashOnly: .bashOnly
    case .pastedDash: .pastedDash
    case .unfilledTemplate: .unfilledTemplate
    case .shellcheck: .shellcheck
    case .unknownApprover: .unknownApprover
    case .unknownSigner: .unknownSigner
    case .unreadableGoal: .unreadableGoal
    case .tooFewApprovers: .tooFewApprovers
    case .unapprovedSource: .unapprovedSource
    case .approvalOfTaskAlone: .approvalOfTaskAlone
    case .untoldConfirmation: .untoldConfirmation
    // Planning
    case .dependencyCycle: .dependencyCycle
    case .unknownTask: .unknownTask
    case .duplicateParameter: .duplicateParameter
    case .misplacedParameter: .misplacedParameter
    // Checklists
    case .badMarker: .badMarker
    case .missingTask: .missingTask
    case .noItems: .noItems
    case .unclosedFence: .unclosedFence
    case .unclosedComment: .unclosedComment
    case .hiddenItem: .hiddenItem
    case .strayNote: .strayNote
    // Rehearsing
    case .uncoveredChange: .uncoveredChange
    }
  }
}
