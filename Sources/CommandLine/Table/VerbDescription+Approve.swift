/// The verbs by which people say yes or no.
extension VerbDescription {
  static let approve = VerbDescription(
    .agree, "say that a task may begin, just as it is",
    arguments: [ArgumentDescription(.request)],
    options: [.run, .note],
    meanings: [.note: OptionDescription("what there is to say to it; kept in the run log", value: .text("TEXT"))],
    paragraphs: [
      "A task or runbook with approval: [lead] does not begin before one of those named has approved it. A run that comes to "
        + "it asks: it makes a request, tells those who may approve, and ends with 75. Approved is what the request says: "
        + "plan, parameters, runbook, the files that it sources, who may approve, and what its last rehearsal changed. Where some of that is "
        + "different when a run comes to it, the request counts no more, and another one is made that says what changed.",
      "Where the state folder belongs to root, answer with sudo: root alone can write the run log. "
        + "Who approves is the user who logged in, which sudo keeps, not root, and must be among those named; who started the run is not, "
        + "unless 'self: true' says so. One approval is for one run that changes something.",
      "Without --run, it goes on with the next maint run of the task, also by the clock.",
    ],
    examples: [
      ("sudo maint approve 4", "one who is named says yes; without sudo where the state folder is one's own"),
      ("sudo maint approve 4 --run", "and runs the task at once"),
    ],
    exitCodes: [
      (.success, "it is approved, also where others must say yes, too; with --run: and the task succeeded"),
      (.failed, "with --run: it is approved, and the task failed before it changed anything"),
      (.humanNeeded, "with --run: it is approved, and the task left something for a human"),
      (.rolledBack, "with --run: it is approved, and the task failed and was rolled back"), (.usage, nil),
      (.notFound, "no such request"), (.cannotWrite, nil),
      (
        .notNow,
        "it was rejected, has expired, counts no more or is used up; with --run also: it is approved, and the task may not "
          + "begin now, as outside its window"
      ),
      (.permissions, "not among those who may approve it; the hint says who may"),
    ])

  static let reject = VerbDescription(
    .agree, "say that a task must not begin as it is",
    arguments: [ArgumentDescription(.request)],
    options: [.reason],
    rules: [.required(.reason)],
    paragraphs: [
      "With sudo where the state folder belongs to root, as for 'maint approve'. For those who may approve it, and for who asked. It holds for just what was asked for, however long: what is changed is "
        + "asked for as something new, and maint run TARGET --request-approval asks anew."
    ],
    examples: [("sudo maint reject 4 --reason 'not before the release'", "and why; kept in the run log")],
    exitCodes: [
      (.success, "it is rejected"), (.usage, nil), (.notFound, "no such request"), (.cannotWrite, nil),
      (.notNow, "it was rejected before, has expired, counts no more or is used up"),
      (.permissions, "not among those who may approve it; the hint says who may"),
    ])

  static let approvals = VerbDescription(
    .agree, "list what waits for approval",
    arguments: [ArgumentDescription(.request, .optional)],
    options: [.all, .json],
    paragraphs: [
      "Each with its number, who asked and when, how many have approved it, when it expires, and the hash of what is approved. "
        + "With REQUEST, or where there is but one: also the plan."
    ],
    examples: [
      ("maint approvals", "what waits"), ("maint approvals 4", "one of them, with its plan"),
      ("maint approvals --all", "also what was approved, rejected and used"),
    ],
    exitCodes: [(.success, "they were listed"), (.notFound, "no such request")])
}
