/// What an operator wants to do, as the headings of the help.
package enum VerbGroup: String, CaseIterable, Sendable {
  case lookAhead = "Look ahead"
  case act = "Do"
  case lookBack = "Look back"
  case keep = "Keep"
  case agree = "Agree"
  case write = "Write"
  case setUp = "Set up"
}
