import Planning

/// Where a parameter's value came from: its `source` in JSON, and the place where there is one.
struct ParameterOrigin {
  var source: String
  /// As `path:line`.
  var place: String?

  init(_ origin: ResolvedParameter.Origin) {
    switch origin {
    case .task(let place): (source, self.place) = ("with", place)
    case .runbook(let place): (source, self.place) = ("default", place)
    case .commandLine: source = "command_line"
    }
  }

  /// `schedules/daily.yaml:7`, `command line`.
  var words: String { place ?? "command line" }
}
