/// What is known of the runbooks when schedules are bound.
struct KnownRunbooks {
  /// Of all files, also those that could not be read.
  var names: Set<String> = []
  var runbooks: [String: Runbook] = [:]
  /// Runbooks whose parameters could all be read.
  var withSoundParameters: Set<String> = []
}
