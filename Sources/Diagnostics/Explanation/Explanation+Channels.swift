/// Who is told, and through what.
extension Explanation {
  static let badAddress = Explanation(
    "a text that is no address",
    "Mail goes to user@host, a mail server is host:port, and a webhook or ping is a whole URL of http or https. Each stands "
      + "alone: a comma, a space or a line break in an address could add receivers or headers to a message. Several "
      + "receivers are a list.",
    wrong: .schedule(channel("{kind: email, to: \"ops@example.org, dev@example.org\"}")),
    right: .schedule(channel("{kind: email, to: [ops@example.org, dev@example.org]}")))

  static let passwordInURL = Explanation(
    "a user name or password in a URL",
    "Schedules are shown, compared and kept in version control, and a password in them is known to all who may read them. Write "
      + "the URL into a file that only maint's user may read, and name that: it is read at each delivery.",
    wrong: .schedule(channel("{kind: webhook, url: \"https://maint:hunter2@chat.example.org/hook\"}")),
    right: .commands(
      """
      echo https://maint:hunter2@chat.example.org/hook > url; chmod 600 url
      echo "maintenance_coordination:
        channels:
          chat: {kind: webhook, url: {file: $PWD/url}}
        alerts: {critical: [chat], warning: [chat], info: none}" > chat.yaml
      mv chat.yaml schedules; maint -C . check
      """))

  static let unknownField = Explanation(
    "a field in the text of a message that there is not",
    "In subject: and text: of a channel, a name in braces stands for a part of the message, such as {host}, {level}, {run}, "
      + "{outcome}, {subject} and {text}. What is misspelt there would be missing from every message. A brace itself is "
      + "written {{ or }}.",
    wrong: .schedule(channel("{kind: email, to: ops@example.org, subject: \"{hots}: {subject}\"}")),
    right: .schedule(channel("{kind: email, to: ops@example.org, subject: \"{host}: {subject}\"}")))

  static let unknownChannel = Explanation(
    "an alert or stakeholder whose channel does not exist",
    "Under alerts stand names of channels or stakeholders, under a stakeholder names of channels. What is misspelt there "
      + "would reach nobody, on the day when it matters.",
    wrong: .schedule(routes("[mial]")), right: .schedule(routes("[mail]")))

  static let unusedChannel = Explanation(
    "a channel through which nothing goes",
    "No level of alerts and no stakeholder names the channel. Whoever reads the schedule would count on its messages. A "
      + "channel of kind ping needs no route.",
    wrong: .schedule(channel("{kind: email, to: ops@example.org}\n    sms: {kind: command, run: sms-gateway}")),
    right: .schedule(channel("{kind: email, to: ops@example.org}")))

  static let levelWithoutChannel = Explanation(
    "a level of alerts of which nobody is told",
    "There are channels, and alerts of this level go through none of them. Give it one, or write none in place of the list "
      + "where that is meant.",
    wrong: .schedule(
      """
      maintenance_coordination:
        channels:
          mail: {kind: email, to: ops@example.org}
        alerts: {critical: [mail], warning: [mail]}

      """),
    right: .schedule(
      """
      maintenance_coordination:
        channels:
          mail: {kind: email, to: ops@example.org}
        alerts: {critical: [mail], warning: [mail], info: none}

      """))

  static let missingRecipient = Explanation(
    "a command that uses a receiver that is not given",
    "A channel of kind command has its receiver from to: as the variable $to. Without it the variable is empty, and the "
      + "command would most likely tell nobody.",
    wrong: .schedule(channel("{kind: command, run: 'sms-gateway --to \"$to\"'}")),
    right: .schedule(channel("{kind: command, run: 'sms-gateway --to \"$to\"', to: \"+49 30 123456\"}")))

  private static func channel(_ value: String) -> String {
    """
    maintenance_coordination:
      channels:
        mail: \(value)
      alerts: {critical: [mail], warning: [mail], info: [mail]}

    """
  }

  private static func routes(_ names: String) -> String {
    """
    maintenance_coordination:
      channels:
        mail: {kind: email, to: ops@example.org}
      alerts: {critical: \(names), warning: [mail], info: [mail]}

    """
  }
}
