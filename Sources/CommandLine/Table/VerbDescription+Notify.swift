/// The verbs about what people are told.
extension VerbDescription {
  static let notifyFlush = VerbDescription(
    .agree, "deliver the messages that wait",
    options: [.force, .quiet, .json],
    meanings: [
      .force: OptionDescription("try now what is to be tried later, too, once"),
      .quiet: OptionDescription("print nothing", short: "q"),
    ],
    paragraphs: [
      "Writes the messages that only time brings about (windows that open soon, reminders, what nobody has acknowledged, "
        + "and again to Alertmanager what is still true), "
        + "then delivers what may be tried now: the channels side by side, each in the order of its messages. Each run and "
        + "'maint run --due' do the same, so no line in a crontab is needed.",
      "What cannot be delivered is tried again 30 seconds later, then after twice as long each time, half an hour at most, "
        + "or when the receiver says; after give_up_after it is given up, which 'maint status' tells.",
    ],
    examples: [
      ("maint notify flush", "deliver what may be tried now, without waiting for the next run"),
      ("maint notify flush --force", "after the network came back, or a receiver was mended"),
    ],
    exitCodes: [
      (.success, "nothing is left that may be tried now, or another maint is at it"),
      (.failed, "a channel could not be reached, or would not take a message"), (.invalid, nil),
      (.notFound, "there is no project"), (.cannotWrite, nil), (.permissions, nil),
      (.interrupted, "stopped by INT (Ctrl-C)"), (.terminated, "stopped by TERM"),
    ])

  static let notifyTest = VerbDescription(
    .agree, "send a test message through one channel",
    arguments: [ArgumentDescription(.channel)],
    paragraphs: [
      "At once, past the messages that wait, and without a trace in the run log. A ping is sent as for a run that succeeded."
    ],
    examples: [("maint notify test email", "does it arrive?")],
    exitCodes: [
      (.success, "it was taken"), (.failed, "it was not taken, which is told with the reason"), (.invalid, nil),
      (.notFound, "there is no such channel"), (.permissions, nil),
    ])

  static let notifyList = VerbDescription(
    .agree, "list what people were told, and what waits",
    options: [.waiting, .limit, .json],
    meanings: [
      .limit: OptionDescription("the latest N messages; \(Option.runsListed) unless given", value: .number("N"))
    ],
    paragraphs: ["Of each message its number, which 'maint ack' takes, and what became of it in each of its channels."],
    examples: [
      ("maint notify list", "the latest messages"),
      ("maint notify list --waiting", "what is still to be delivered, and why it was not"),
    ],
    exitCodes: [(.success, "they were listed, also where there are none"), (.cannotWrite, unreadable)])

  static let ack = VerbDescription(
    .agree, "say that you look after what a message tells",
    arguments: [ArgumentDescription(.message)],
    options: [.note],
    meanings: [.note: OptionDescription("what you do about it; kept in the run log", value: .text("TEXT"))],
    paragraphs: [
      "Nobody is reminded of it any more, and no others are told. A word on any message about a failure is one on all of them: "
        + "that it began, that it is given up, its reminders, and those that told others. Who said so is the user who logged in, and stands in the "
        + "audit chain. When the task is well again, that is told all the same; when it fails anew after that, too.",
      "With --note also where somebody has acknowledged it before, as whoever takes over: 'maint status' names the last, the "
        + "audit chain has all of them.",
      "Of a message about an incident, that acknowledges the incident: the same as 'maint incident ack', and the note stands "
        + "among those of the incident.",
    ],
    examples: [("maint ack 34 --note 'the disk is being replaced'", "message 34")],
    exitCodes: [
      (.success, "it is acknowledged, or was before"),
      (.notFound, "there is no such message, or none that waits for somebody's word, such as that a run has begun"),
      (.cannotWrite, nil), (.permissions, nil),
    ])
}
