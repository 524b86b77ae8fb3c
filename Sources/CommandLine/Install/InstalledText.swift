/// What stands where maint installs.
enum InstalledText {
  case none
  /// As maint wrote it.
  case own(String)
  /// maint wrote it, and somebody changed it since.
  case changed(String)
  case foreign(String)

  init(_ text: String?) {
    guard let text else {
      self = .none
      return
    }
    switch OwnText.isUnchanged(text) {
    case true?: self = .own(text)
    case false?: self = .changed(text)
    case nil: self = .foreign(text)
    }
  }

  var text: String? {
    switch self {
    case .none: nil
    case .own(let text), .changed(let text), .foreign(let text): text
    }
  }
}
