/// What an operator wants to do, as the headings of the help.
package enum VerbGroup: String, CaseIterable, Sendable {
  case lookAhead = "look ahead"
  case act = "do"
  case lookBack = "look back"
  case write = "write"
  case setUp = "set up"
}
