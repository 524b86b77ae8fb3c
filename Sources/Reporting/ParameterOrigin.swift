import Planning

/// Where a parameter's value came from: its name in JSON, and the place where there is one.
struct ParameterOrigin {
  var name: String
  /// As `path:line`.
  var place: String?

  init(_ origin: ResolvedParameter.Origin) {
    switch origin {
    case .task(let place): (name, self.place) = ("task", place)
    case .runbook(let place): (name, self.place) = ("runbook", place)
    case .commandLine: name = "command_line"
    }
  }

  /// `schedules/daily.yaml:7`, `command line`.
  var words: String { place ?? "command line" }
}
