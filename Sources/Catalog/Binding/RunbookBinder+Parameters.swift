import Diagnostics
import Syntax

/// Parameters and secrets.
extension RunbookBinder {
  mutating func bindParameters(_ node: Node) -> [Parameter] {
    guard let pairs = reader.pairs(of: node, RunbookKey.params.field.shape) else { return [] }
    var parameters: [Parameter] = []
    for (key, value) in pairs {
      let name = reader.variableName(key, reserved: ReservedVariable.reason)
      if let parameter = bindParameter(value, named: name ?? key.text, at: key.place), name != nil {
        parameters.append(parameter)
      }
    }
    return parameters
  }

  private mutating func bindParameter(_ node: Node, named name: String, at place: Place) -> Parameter? {
    if node.kind == .scalar, !node.isEmptyPlain {
      reader.note(
        .wrongType, "expected a parameter, found a text", at: node.place,
        hint: Replacement.sound("{default: \(node.tree.source.text(in: node.range))}", as: .map).map {
          "for a default value write \($0)"
        } ?? "for a default value write default: and the text on the next line")
      return nil
    }
    guard let entries = reader.entries(of: node, as: ParameterKey.self) else { return nil }
    var isRequired = false
    var defaultValue: (text: String, place: Place)?
    var pattern: (text: String, matcher: Pattern)?
    var choices: [String] = []
    var help: String?
    for entry in entries {
      switch entry.key {
      case .required: isRequired = reader.boolean(entry.value) ?? false
      case .default: defaultValue = reader.text(entry.value).map { ($0, entry.value.place) }
      case .pattern: pattern = bindPattern(entry.value)
      case .choices: choices = bindChoices(entry.value)
      case .help: help = reader.text(entry.value)
      }
    }
    let parameter = Parameter(
      name: name, isRequired: isRequired, defaultValue: defaultValue?.text, pattern: pattern?.text, choices: choices,
      help: help, place: place)
    if let defaultValue {
      check(defaultValue.text, at: defaultValue.place, of: parameter, with: pattern?.matcher)
    }
    return parameter
  }

  private mutating func check(
    _ defaultValue: String, at place: Place, of parameter: Parameter, with matcher: Pattern?
  ) {
    if parameter.isRequired {
      reader.note(
        .contradictoryKeys, "a required parameter has no use for a default", at: place,
        hint: "remove default: or required:")
    }
    if let problem = parameter.check(defaultValue, with: matcher) {
      reader.note(problem.id, "the default is not allowed: \(problem.message)", at: place, hint: problem.hint)
    }
  }

  private mutating func bindPattern(_ node: Node) -> (text: String, matcher: Pattern)? {
    guard let text = reader.text(node) else { return nil }
    do throws(Pattern.Invalid) {
      return (text, try Pattern(text))
    } catch {
      reader.note(
        .badPattern, "this is no pattern: \(error.reason)", at: node.place,
        hint: error.hint ?? "a pattern is a POSIX extended regular expression: regex(7)")
      return nil
    }
  }

  private mutating func bindChoices(_ node: Node) -> [String] {
    let choices = reader.texts(node)
    if node.kind == .list, node.items.isEmpty {
      reader.note(
        .missingValue, "without any choice no value is allowed", at: node.place,
        hint: "list the choices, or remove the key")
    }
    // Those that could not be read may be the ones that a default or a task says.
    return choices.count == node.items.reduce(0) { count, _ in count + 1 } ? choices : []
  }

  mutating func bindSecrets(_ node: Node) -> [Secret] {
    guard let pairs = reader.pairs(of: node, RunbookKey.secrets.field.shape) else { return [] }
    var secrets: [Secret] = []
    for (key, value) in pairs {
      let name = reader.variableName(key, reserved: ReservedVariable.reason)
      let origin = bindOrigin(value)
      guard let name, let origin else { continue }
      if case .command = origin, let text = value[SecretKey.command.rawValue] {
        runbook.shellSources.append(ShellSource(origin: .secret(secrets.count), node: text))
      }
      secrets.append(Secret(name: name, origin: origin, place: key.place))
    }
    return secrets
  }

  private mutating func bindOrigin(_ node: Node) -> Secret.Origin? {
    if node.kind == .scalar, !node.isEmptyPlain {
      // The value itself is not repeated: it may be the secret.
      reader.note(
        .wrongType, "a secret is not written into the runbook",
        at: .text(node.tree.source, SourceRange(at: node.range.lower)),
        hint: "say where its value comes from: {file: /path}, {command: text} or {credential: name}")
      return nil
    }
    guard let entries = reader.entries(of: node, as: SecretKey.self) else { return nil }
    let origins = entries.map { entry -> Secret.Origin? in
      switch entry.key {
      case .file: reader.absolutePath(entry.value).map { .file($0) }
      case .command: reader.script(entry.value).map { .command($0) }
      case .credential: bindCredential(entry.value).map { .credential($0) }
      }
    }
    if entries.count == 1 { return origins.first ?? nil }
    // What was misspelt is not missing as well.
    if entries.isEmpty, !node.entries.isEmpty { return nil }
    reader.note(
      .contradictoryKeys, "a secret has exactly one of file, command and credential", at: NodeReader.start(of: node),
      hint: entries.isEmpty ? "add one of them" : "keep one of them")
    return nil
  }

  private mutating func bindCredential(_ node: Node) -> String? {
    guard let name = reader.scalar(node, .credentialName) else { return nil }
    if !name.isEmpty, !name.contains("/"), name != ".", name != ".." { return name }
    reader.note(
      .badName, "\(reader.quoted(name, at: node.place)) cannot be the name of a credential", at: node.place,
      hint: "it is the name of a file in $CREDENTIALS_DIRECTORY, without a folder")
    return nil
  }
}
