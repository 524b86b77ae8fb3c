/// The verbs about what the run log can prove, and who signs for it.
extension VerbDescription {
  static let signOff = VerbDescription(
    .agree, "sign for a run, or list the runs that are not signed",
    arguments: [ArgumentDescription(.run, .optional)],
    options: [.role, .note, .json],
    rules: [.excludes(.role, .json), .needs(.note, .role)],
    meanings: [.note: OptionDescription("what there is to say about it; kept with it", value: .text("TEXT"))],
    paragraphs: [
      "A tier with 'sign_off: [ops_lead]' has each of its runs signed, once it is over, by somebody who has that role: as "
        + "'roles' of maintenance_coordination says, else the user, or a member of the group, of that name. Who signs is "
        + "the user who logged in, whatever rights sudo gives. Other roles that 'roles' defines may sign, too. A run of "
        + "which no step was started needs no signature.",
      "Without RUN: the runs that are over and lack one. What was signed stands in the audit chain, with the digest of the "
        + "run as it was then.",
    ],
    examples: [
      ("maint signoff", "what is not signed"),
      ("maint signoff 12 --as ops_lead --note 'looked through the report'", "sign for run 12"),
    ],
    exitCodes: [
      (.success, "it is signed, or the runs were listed"), (.failed, "that role has signed already"), (.usage, nil),
      (.notFound, "no such run or role"), (.cannotWrite, nil), (.notNow, "the run is not over, or waits for a human"),
      (.permissions, "you do not have that role"),
    ])

  static let auditVerify = VerbDescription(
    .agree, "find out whether somebody changed the audit chain",
    options: [.head, .json],
    paragraphs: [
      "Goes through the whole chain and names the first entry that was changed, removed or put in; then compares each run "
        + "with the digest that its last end has, and each signature with its entry. Runs from before the chain are not "
        + "looked at.",
      "With --head, a hash that was kept elsewhere: whether it is in the chain. Who may write the run log can write a whole "
        + "new chain, or cut it off at its end; only such a hash shows that.",
    ],
    examples: [
      ("maint audit verify", "is the chain whole?"),
      ("maint audit verify --head $HASH", "and does it have the entry of then?"),
    ],
    exitCodes: [
      (.success, "it is whole"), (.humanNeeded, "it is not: somebody has to look into it"), (.usage, nil),
      (.notFound, "there is no run log"), (.cannotWrite, unreadable),
    ])

  static let auditHead = VerbDescription(
    .agree, "print the newest hash of the audit chain",
    options: [.json],
    paragraphs: [
      "Kept where nobody of this host can change it, it proves later that all that had happened by now is still in the "
        + "chain: 'maint audit verify --head HASH'. Each message that maint sends has it, too."
    ],
    examples: [
      ("maint audit head | ssh archive@vault 'cat >> heads'", "out of the reach of this host"),
      ("maint audit head --json", "with the number of the entry and its time"),
    ],
    exitCodes: [(.success, "it was printed"), (.notFound, "there is no run log"), (.cannotWrite, unreadable)])

  static let auditExport = VerbDescription(
    .agree, "print the audit chain",
    options: [.format],
    choices: [.format: AuditFormat.allCases.map(\.rawValue)],
    paragraphs: [
      "json: an object a line, the entry as it was hashed, with its 'hash' at the end. Without that field it is the text "
        + "whose SHA-256, after the hash before and a line break, and with one at its end, is the hash. "
        + "Its 'at' is the time in microseconds since 1970-01-01 00:00 UTC.",
      "csv (RFC 4180): entry, time, kind, by, uid, run, all else as JSON, hash. A cell with which a spreadsheet would "
        + "calculate (it begins with =, +, -, @, a tab or a line break) has an apostrophe before it.",
    ],
    examples: [
      ("maint audit export > audit.jsonl", "for programs"),
      ("maint audit export --format csv > audit.csv", "for auditors"),
    ],
    exitCodes: [(.success, "it was printed"), (.notFound, "there is no run log"), (.cannotWrite, unreadable)])
}
