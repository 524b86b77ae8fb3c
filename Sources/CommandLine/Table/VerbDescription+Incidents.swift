/// The verbs about incidents.
extension VerbDescription {
  static let incidentOpen = VerbDescription(
    .agree, "say that something is wrong, and tell those who are to know",
    arguments: [ArgumentDescription(.text)],
    options: [.level],
    choices: [.level: ["warning", "critical", "info"]],
    paragraphs: [
      "Prints its number. Stakeholders who get issue_escalation and the channels of its level get a message at once; it says "
        + "which have taken it, and where nobody is told. A run of an emergency task opens one by itself, unless --incident says "
        + "which it belongs to."
    ],
    examples: [
      ("maint incident open 'the shop answers 502' --level critical", "and tell the channels of critical alerts")
    ],
    exitCodes: [
      (.success, "it is open"),
      (.notNow, "it is open, and nobody is told yet, as the schedules cannot be read: 'maint notify flush' does it"),
      (.usage, nil), (.cannotWrite, nil), (.permissions, nil),
    ])

  static let incidentNote = VerbDescription(
    .agree, "write down what was found out about an incident, or done",
    arguments: [ArgumentDescription(.incident), ArgumentDescription(.text)],
    options: [.kind],
    choices: [.kind: ["note", "impact", "cause", "action"]],
    paragraphs: [
      "Where it stands in the report: a note in the timeline, with its time; the impact, the root cause and the actions, "
        + "those to come too, in sections of their own.",
      "The first word of somebody else than who opened the incident acknowledges it; where a run opened it, of anybody.",
    ],
    examples: [
      ("maint incident note 3 'restarted the pool, no change'", "in the timeline"),
      ("maint incident note 3 'no orders from 02:10 to 02:40' --kind impact", "what it did to others"),
    ],
    exitCodes: [
      (.success, "it is written down"), (.notFound, noSuchIncident), (.cannotWrite, nil), (.permissions, nil),
    ])

  static let incidentLink = VerbDescription(
    .agree, "say that a run belongs to an incident",
    arguments: [ArgumentDescription(.incident), ArgumentDescription(.run)],
    paragraphs: ["What happened in the run then stands in the timeline. A run may belong to several."],
    examples: [("maint incident link 3 12", "run 12")],
    exitCodes: [
      (.success, "it belongs to it, also where it did before"), (.notFound, "no such incident or run"),
      (.cannotWrite, nil), (.permissions, nil),
    ])

  static let incidentAck = VerbDescription(
    .agree, "say that you are at an incident",
    arguments: [ArgumentDescription(.incident)],
    paragraphs: ["The time from its opening to that is the time to acknowledge."],
    examples: [("maint incident ack 3", "I look after it")],
    exitCodes: [
      (.success, "somebody is at it, also where that was so before"), (.notFound, noSuchIncident), (.cannotWrite, nil),
      (.permissions, nil),
    ])

  static let incidentResolve = VerbDescription(
    .agree, "say that an incident is over",
    arguments: [ArgumentDescription(.incident)],
    options: [.note],
    meanings: [.note: OptionDescription("how; the last line of the timeline", value: .text("TEXT"))],
    paragraphs: [
      "Notes may follow, such as the cause that is found a week later. A later trouble is another incident.",
      "What needs a human in a run of it is not over with it: it is named with what to type, and told anew as an alarm.",
      "The message that it is resolved names what failed in its runs and has not succeeded since; nobody is asked about that any "
        + "more, until it fails anew.",
    ],
    examples: [("maint incident resolve 3 --note 'pool of db1 raised to 200'", "it is over")],
    exitCodes: [
      (.success, "it is over, also where it was before"), (.notFound, noSuchIncident), (.cannotWrite, nil),
      (.notNow, "it was resolved before, and the note given is not kept: 'maint incident note' adds one"),
      (.permissions, nil),
    ])

  static let incidentList = VerbDescription(
    .agree, "list the open incidents",
    options: [.all, .json],
    paragraphs: [
      "The gravest first, of these those that nobody is at, of these the newest; with --all the newest first. With the mean times "
        + "to acknowledge and to resolve of those listed."
    ],
    examples: [("maint incident list --all", "the latest hundred, also those that are over")],
    exitCodes: [(.success, "they were listed, also where there are none"), (.cannotWrite, unreadable)])

  static let incidentReport = VerbDescription(
    .agree, "print what there is to know of an incident, as Markdown",
    arguments: [ArgumentDescription(.incident)],
    options: [.json],
    paragraphs: [
      "Impact, timeline, root cause, actions, times to acknowledge and to resolve. The timeline is made of the notes, of "
        + "what its runs did (their beginning, the steps that failed, rollbacks, how they ended) and of the messages about "
        + "them."
    ],
    examples: [("maint incident report 3 > incident-3.md", "to be completed and filed")],
    exitCodes: [(.success, "it was printed"), (.notFound, noSuchIncident), (.cannotWrite, unreadable)])

  private static let noSuchIncident = "no such incident"
}
