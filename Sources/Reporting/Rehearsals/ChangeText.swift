import Rehearsal

/// One changed path in words.
struct ChangeText {
  enum Kind: String { case created, changed, removed, renamed }

  let change: PathChange

  init(_ change: PathChange) { self.change = change }

  var kind: Kind {
    switch (change.origin, change.before, change.after) {
    case (_?, _, _): .renamed
    case (nil, nil, _): .created
    case (nil, _, nil): .removed
    case (nil, _?, _?): .changed
    }
  }

  var symbol: String {
    switch kind {
    case .created: "+"
    case .changed: "~"
    case .removed: "-"
    case .renamed: ">"
    }
  }

  var path: String { HarmlessText.name(change.path) }

  /// What it is now, or how it differs.
  var words: String {
    switch (kind, change.before, change.after) {
    case (.renamed, _, _): "was \(HarmlessText.name(change.origin ?? []))"
    case (.created, _, let after?): Self.words(after)
    case (.removed, let before?, _): before.kind.noun
    case (_, let before?, let after?): differences(before, after)
    default: ""
    }
  }

  private static func words(_ state: FileState) -> String {
    switch state.kind {
    case .link: "link to \(HarmlessText.name(state.target))"
    case .file: "\(ByteSize(state.size)), mode \(octal(state.mode))"
    default: "\(state.kind.noun), mode \(octal(state.mode))"
    }
  }

  private func differences(_ before: FileState, _ after: FileState) -> String {
    change.aspects.map { aspect in
      switch aspect {
      case .kind: "\(before.kind.noun) became \(after.kind.noun)"
      case .content where before.size != after.size: "\(ByteSize(before.size)) became \(ByteSize(after.size))"
      case .content: "other content"
      case .mode: "mode \(Self.octal(before.mode)) became \(Self.octal(after.mode))"
      case .owner: "owner \(before.user):\(before.group) became \(after.user):\(after.group)"
      case .time: "time"
      case .target: "link to \(HarmlessText.name(before.target)) became link to \(HarmlessText.name(after.target))"
      case .attributes: "extended attributes"
      case .links: "\(Count(before.names, "name")) became \(after.names)"
      }
    }.joined(separator: ", ")
  }

  static func octal(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension FileState.Kind {
  var noun: String {
    switch self {
    case .directory: "folder"
    case .file: "file"
    case .link: "link"
    case .pipe: "pipe"
    case .socket: "socket"
    case .blockDevice: "block device"
    case .characterDevice: "character device"
    }
  }
}
