/// What is known of the runbooks when schedules are bound.
struct KnownRunbooks {
  /// Those that could be read.
  var runbooks: [String: Runbook] = [:]
  /// By the name of every file, also one that could not be read; nil where not all of them are known.
  var parameters: [String: [Parameter]?] = [:]
}
