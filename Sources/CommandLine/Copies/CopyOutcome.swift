import Scheduling

/// What came of one attempt to take a backup off-site.
enum CopyOutcome: Hashable {
  case copied(Duration)
  /// Why, in words; it stays due.
  case failed(String)
  /// Another maint is at it; who.
  case held(String)
  /// It was copied, or is gone, by the time that it could have begun.
  case needless
  /// A signal asked maint to stop; it stays due.
  case stopped(signal: Int32)
}
