/// What maint reads from its own environment.
package enum EnvironmentVariable: String, CaseIterable, Sendable {
  case project = "MAINT_PROJECT"
  case state = "MAINT_STATE"
  case stateHome = "XDG_STATE_HOME"
  case configurationHome = "XDG_CONFIG_HOME"
  case noColor = "NO_COLOR"

  package var meaning: String {
    switch self {
    case .project: "the project, where -C is not given"
    case .state: "the state folder, where --state is not given"
    case .stateHome: "other users than root: state lives in maint/ in it"
    case .configurationHome: "install systemd --user: the units go to systemd/user/ in it"
    case .noColor: "not empty: no colour, where --color is not given"
    }
  }
}
