/// The keys of a channel; each kind has some of them.
enum ChannelKey: String, SchemaKey {
  case kind, to, from, via, smtp, starttls, login, url, format, run, timeout, subject, text

  static let construct = "a channel"
  static let requiredKeys: [ChannelKey] = [.kind]
  /// The one word of `via`.
  static let sendmail = "sendmail"

  var field: Field {
    switch self {
    case .kind: Field(.choice(of: Channel.Kind.self), "What it is; the kind says which other keys it has.")
    case .to: Field(.either(.text, .filledList(.text)), "email: one address or a list; command: the text of $to.")
    case .from: Field(.text, "email: the sender's address; maint's user at this host unless given.")
    case .via: Field(.choice([Self.sendmail]), "email: by the host's sendmail, which is so without smtp.")
    case .smtp: Field(.hostAndPort, "email: by this mail server.")
    case .starttls: Field(.boolean, "With smtp: only encrypted; true where there is a login, unless given.")
    case .login: Field(.construct(.login), "With smtp: who logs in there.")
    case .url: Field(.either(.url, .construct(.file)), "webhook, ping: where to; in a file where it is a secret.")
    case .format: Field(.choice(of: Channel.Format.self), "webhook: what is sent; json unless given.")
    case .run: Field(.script, "command: a shell text, which gets the message as variables.")
    case .timeout: Field(.timeLimit, "command: how long one message may take; 1m unless given.")
    case .subject: Field(.text, "The subject, with fields such as {host} and {subject}; maint's own unless given.")
    case .text: Field(.text, "The text, with fields such as {run} and {text}; maint's own unless given.")
    }
  }

  /// The kinds that have it.
  var kinds: [Channel.Kind] {
    switch self {
    case .kind: Channel.Kind.allCases
    case .to: [.email, .command]
    case .from, .via, .smtp, .starttls, .login: [.email]
    case .url: [.webhook, .ping]
    case .format: [.webhook]
    case .run, .timeout: [.command]
    case .subject, .text: [.email, .webhook, .command]
    }
  }

  /// What a channel of the kind cannot be without, besides `kind`.
  static func required(of kind: Channel.Kind) -> ChannelKey {
    switch kind {
    case .email: .to
    case .webhook, .ping: .url
    case .command: .run
    }
  }
}

extension Channel.Kind {
  /// As written: keys that a channel of the kind may have, and the one that it needs besides `kind`.
  package var keys: [String] { ChannelKey.allCases.filter { $0.kinds.contains(self) }.map(\.rawValue) }
  package var requiredKey: String { ChannelKey.required(of: self).rawValue }
}
