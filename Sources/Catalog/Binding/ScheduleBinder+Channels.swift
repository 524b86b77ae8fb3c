import Diagnostics
import Syntax
import TextSearch

/// Channels.
extension ScheduleBinder {
  mutating func bindChannels(_ node: Node) {
    guard let pairs = reader.pairs(of: node, CoordinationKey.channels.field.shape) else { return }
    for (key, value) in pairs {
      let name = key.text
      let isNew =
        reader.checkName(name, at: key.place) && define(.channel(name), as: "the channel '\(name)'", at: key.place)
      guard let entries = reader.entries(of: value, as: ChannelKey.self) else { continue }
      var parts = ChannelParts()
      guard let medium = medium(entries, &parts, at: NodeReader.start(of: value)), isNew else { continue }
      noteSources(of: name, medium, entries)
      var channel = Channel(name: name, medium: medium, subject: parts.subject, text: parts.text)
      if let timeout = parts.timeout { channel.timeout = timeout }
      catalog.coordination.channels.append(channel)
    }
  }

  private mutating func medium(
    _ entries: [NodeReader.Entry<ChannelKey>], _ parts: inout ChannelParts, at place: Place
  ) -> Channel.Medium? {
    for entry in entries { read(entry, into: &parts) }
    guard let kind = parts.kind else { return nil }
    var isSound = true
    for entry in entries where !entry.key.kinds.contains(kind) {
      isSound = false
      let kinds = entry.key.kinds.map { "'\($0.rawValue)'" }.joined(separator: " and ")
      reader.note(
        .misplacedKey, "a channel of kind '\(kind.rawValue)' has no '\(entry.key.rawValue)'", at: entry.keyNode.place,
        hint: "remove it, or change the kind: \(kinds) has it")
    }
    let required = ChannelKey.required(of: kind)
    if !entries.contains(where: { $0.key == required }) {
      isSound = false
      reader.note(
        .missingKey, "a channel of kind '\(kind.rawValue)' needs the key '\(required.rawValue)'", at: place,
        hint: "add '\(required.rawValue):' with \(required.field.shape.description)")
    }
    return isSound ? medium(kind, parts, entries) : nil
  }

  private mutating func read(_ entry: NodeReader.Entry<ChannelKey>, into parts: inout ChannelParts) {
    switch entry.key {
    case .kind: parts.kind = reader.choice(entry.value, of: Channel.Kind.self)
    case .to: parts.to = texts(entry.value)
    case .from: parts.from = reader.text(entry.value).map { ($0, entry.value.place) }
    case .via: _ = sendmail(entry.value)
    case .smtp: parts.server = server(entry.value)
    case .starttls: parts.startTLS = reader.boolean(entry.value)
    case .login: parts.login = login(entry.value)
    case .url: parts.url = location(entry.value)
    case .format: parts.format = reader.choice(entry.value, of: Channel.Format.self) ?? parts.format
    case .run: parts.run = reader.script(entry.value)
    case .timeout: parts.timeout = reader.timeLimit(entry.value)
    case .subject: parts.subject = template(entry.value)
    case .text: parts.text = template(entry.value)
    }
  }

  private mutating func medium(
    _ kind: Channel.Kind, _ parts: ChannelParts, _ entries: [NodeReader.Entry<ChannelKey>]
  ) -> Channel.Medium? {
    switch kind {
    case .email: return email(parts, entries)
    case .webhook: return parts.url.map { .webhook($0, parts.format) }
    case .ping: return parts.url.map { .ping($0) }
    case .command:
      guard let run = parts.run else { return nil }
      if parts.to.isEmpty, let entry = entries.first(where: { $0.key == .run }), Self.uses("to", in: run) {
        reader.note(
          .missingRecipient, "the command uses $to, which is empty without 'to:'", severity: .warning,
          at: NodeReader.start(of: entry.value), hint: "write who is to be told, as in to: \"+49 30 123456\"")
      }
      return .command(script: run, to: parts.to.map(\.text).joined(separator: ","))
    }
  }

  /// What lints look at: its shell text, and the files of its secrets.
  private mutating func noteSources(
    of name: String, _ medium: Channel.Medium, _ entries: [NodeReader.Entry<ChannelKey>]
  ) {
    func value(_ key: ChannelKey) -> Node? { entries.first { $0.key == key }?.value }
    switch medium {
    case .command:
      if let node = value(.run) { catalog.channelTexts.append(ShellSource(origin: .channel, node: node)) }
    case .webhook(.file(let path), _), .ping(.file(let path)):
      addSecret("the URL of the channel '\(name)'", path, value(.url)?[FileKey.file.rawValue])
    case .email(let email):
      guard let login = email.server?.login else { return }
      let node = value(.login)?[LoginKey.password.rawValue]?[FileKey.file.rawValue]
      addSecret("the password of the channel '\(name)'", login.passwordFile, node)
    case .webhook(.text, _), .ping(.text): return
    }
  }

  private mutating func addSecret(_ name: String, _ path: String, _ node: Node?) {
    guard let place = node?.place else { return }
    catalog.channelSecrets.append(Secret(name: name, origin: .file(path), place: place))
  }

  /// `$to` or `${to`, and not a longer name.
  private static func uses(_ name: String, in script: String) -> Bool {
    let parts = script.split(separator: "$", omittingEmptySubsequences: false).dropFirst()
    return parts.contains { part in
      let rest = part.hasPrefix("{") ? part.dropFirst() : part
      guard rest.hasPrefix(name) else { return false }
      return rest.dropFirst(name.count).first.map { !($0.isLetter || $0.isNumber || $0 == "_") } ?? true
    }
  }

  private mutating func email(_ parts: ChannelParts, _ entries: [NodeReader.Entry<ChannelKey>]) -> Channel.Medium? {
    for address in parts.to + (parts.from.map { [$0] } ?? []) where !AddressRule.isMailAddress(address.text) {
      reader.note(
        .badAddress, "\(reader.quoted(address.text, at: address.place)) is not the address of a mailbox",
        at: address.place, hint: "write it as in ops@example.org, each of several as an entry of a list")
    }
    func place(_ key: ChannelKey) -> Place? { entries.first { $0.key == key }?.keyNode.place }
    if let smtp = place(.smtp), place(.via) != nil {
      reader.note(
        .contradictoryKeys, "mail goes by sendmail or by a mail server, not by both", at: smtp,
        hint: "remove 'via:' or 'smtp:'")
    }
    if place(.smtp) == nil, let other = place(.starttls) ?? place(.login) {
      reader.note(
        .contradictoryKeys, "sendmail is not logged in to", at: other,
        hint: "name the mail server, as in smtp: \"mail.example.org:587\", or remove this key")
    }
    if parts.to.isEmpty { return nil }
    let server = parts.server.map {
      Channel.Server(address: $0, startTLS: parts.startTLS ?? (parts.login != nil), login: parts.login)
    }
    return .email(Channel.Email(to: parts.to.map(\.text), from: parts.from?.text, server: server))
  }

  // MARK: Values

  private mutating func texts(_ node: Node) -> [(text: String, place: Place)] {
    switch node.kind {
    case .scalar: return reader.scalar(node, ChannelKey.to.field.shape).map { [($0, node.place)] } ?? []
    case .list: return reader.filledItems(node, .text) { reader, item in reader.text(item).map { ($0, item.place) } }
    case .map:
      reader.noteWrongType(node, expected: ChannelKey.to.field.shape)
      return []
    }
  }

  private mutating func template(_ node: Node) -> MessageTemplate? {
    guard let text = reader.text(node) else { return nil }
    let names = MessageTemplate.Field.allCases.map(\.rawValue)
    do throws(MessageTemplate.Problem) {
      return try MessageTemplate(text)
    } catch {
      switch error {
      case .unknownField(let name):
        let near = reader.nearest(to: name, among: names).map { "did you mean {\($0)}?" }
        reader.note(
          .unknownField, "a message has no field \(reader.quoted("{\(name)}", at: node.place))", at: node.place,
          hint: near ?? "there is \(names.map { "{\($0)}" }.joined(separator: ", ")); {{ and }} are braces")
      case .loneBrace(let brace):
        reader.note(
          .unknownField, "this '\(brace)' belongs to no field", at: node.place,
          hint: "write \(brace)\(brace) for the brace itself, or a field as in {subject}")
      }
      return nil
    }
  }

  private mutating func sendmail(_ node: Node) -> Bool {
    guard let text = reader.scalar(node, ChannelKey.via.field.shape) else { return false }
    if text == ChannelKey.sendmail { return true }
    reader.noteUnknownChoice(text, among: [ChannelKey.sendmail], at: node.place)
    return false
  }

  private mutating func server(_ node: Node) -> String? {
    guard let text = reader.scalar(node, .hostAndPort) else { return nil }
    if AddressRule.isServer(text) { return text }
    // What it says is not repeated: it may be a secret.
    if text.utf8.contains(UInt8(ascii: "@")) {
      reader.note(
        .passwordInURL, "a mail server with a user name or password in it is not written into the schedule",
        at: node.place,
        hint: "write smtp: \"host:port\" and login: {user: NAME, password: {file: /etc/maint/secrets/mail}}")
      return nil
    }
    reader.note(
      .badAddress, "\(reader.quoted(text, at: node.place)) is not \(Shape.hostAndPort.description)", at: node.place,
      hint: text.contains(text: "://")
        ? "write no scheme before it" : "write both; a mail server's port is 25, 465 or 587")
    return nil
  }

  private mutating func login(_ node: Node) -> Channel.Login? {
    guard let entries = reader.entries(of: node, as: LoginKey.self) else { return nil }
    var (user, file): (String?, String?)
    for entry in entries {
      switch entry.key {
      case .user: user = reader.text(entry.value)
      case .password: file = self.file(entry.value, instead: "a password is not written into the schedule")
      }
    }
    guard let user, let file else { return nil }
    return Channel.Login(user: user, passwordFile: file)
  }

  private mutating func location(_ node: Node) -> Channel.Location? {
    if node.kind == .map { return file(node, instead: "").map { .file($0) } }
    guard let text = reader.scalar(node, ChannelKey.url.field.shape) else { return nil }
    switch AddressRule.problem(ofURL: text) {
    case nil:
      if AddressRule.hasSecretInQuery(text) {
        reader.note(
          .passwordInURL, "this URL seems to have a password or token in it, which all read who read the schedule",
          severity: .warning, at: node.place,
          hint: "write it into a file that only maint's user may read, and here url: {file: /etc/maint/secrets/url}")
      }
      return .text(text)
    // What it says is not repeated: it may be a secret.
    case .notAURL:
      reader.note(
        .badAddress, "this is no URL of http or https", at: node.place,
        hint: "write it in full, as in https://chat.example.org/hook, other characters than those of URLs as %XX")
    case .password:
      reader.note(
        .passwordInURL, "a URL with a user name or password in it is not written into the schedule", at: node.place,
        hint: "write it into a file that only maint's user may read, and here url: {file: /etc/maint/secrets/url}")
    }
    return nil
  }

  /// The path of a file; a text in place of the map may be the secret, and is not repeated.
  private mutating func file(_ node: Node, instead message: String) -> String? {
    if node.kind == .scalar, !node.isEmptyPlain {
      reader.note(
        .wrongType, message, at: .text(node.tree.source, SourceRange(at: node.range.lower)),
        hint: "write it into a file that only maint's user may read, and here {file: /path}")
      return nil
    }
    return reader.entries(of: node, as: FileKey.self)?.first.flatMap { reader.absolutePath($0.value) }
  }
}

/// What the keys of a channel say, before it is known whether they belong to its kind.
private struct ChannelParts {
  var kind: Channel.Kind?
  var to: [(text: String, place: Place)] = []
  var from: (text: String, place: Place)?
  var server: String?
  var startTLS: Bool?
  var login: Channel.Login?
  var url: Channel.Location?
  var format = Channel.Format.json
  var run: String?
  var timeout: Duration?
  var subject: MessageTemplate?
  var text: MessageTemplate?
}
