/// A way by which messages leave the host.
package struct Channel: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable { case email, webhook, command, ping }

  /// What a webhook is sent.
  package enum Format: String, Sendable, CaseIterable { case json, slack, alertmanager }

  /// Where a URL is written: in the schedule, or, where it is a secret, in a file that is read at each delivery.
  package enum Location: Sendable, Hashable {
    case text(String)
    case file(String)

    package var isSecret: Bool {
      switch self {
      case .text: false
      case .file: true
      }
    }
  }

  package enum Medium: Sendable, Hashable {
    case email(Email)
    case webhook(Location, Format)
    /// A shell text that gets the message as variables.
    case command(script: String, to: String)
    /// Is told that a run has begun, succeeded or failed, and nothing else.
    case ping(Location)
  }

  package struct Email: Sendable, Hashable {
    package var to: [String]
    /// nil: the user as whom maint runs, at this host.
    package var from: String?
    /// nil: the host's sendmail.
    package var server: Server?

    package init(to: [String], from: String? = nil, server: Server? = nil) {
      self.to = to
      self.from = from
      self.server = server
    }
  }

  /// A mail server.
  package struct Server: Sendable, Hashable {
    /// `host:port`
    package var address: String
    /// Without encryption, nothing is sent.
    package var startTLS: Bool
    package var login: Login?

    package init(address: String, startTLS: Bool = false, login: Login? = nil) {
      self.address = address
      self.startTLS = startTLS
      self.login = login
    }
  }

  package struct Login: Sendable, Hashable {
    package var user: String
    package var passwordFile: String

    package init(user: String, passwordFile: String) {
      self.user = user
      self.passwordFile = passwordFile
    }
  }

  package var name: String
  package var medium: Medium
  /// Of a command, for one message.
  package var timeout = Duration.seconds(60)
  /// In place of maint's own; nil: that.
  package var subject: MessageTemplate?
  package var text: MessageTemplate?

  package init(name: String, medium: Medium, subject: MessageTemplate? = nil, text: MessageTemplate? = nil) {
    self.name = name
    self.medium = medium
    self.subject = subject
    self.text = text
  }

  package var kind: Kind {
    switch medium {
    case .email: .email
    case .webhook: .webhook
    case .command: .command
    case .ping: .ping
    }
  }
}
