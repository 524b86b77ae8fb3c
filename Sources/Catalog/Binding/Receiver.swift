import Diagnostics

/// A place where coordination names who is to be told.
struct Receiver {
  enum User {
    /// The level of an alert, which names channels and stakeholders.
    case level
    /// A stakeholder, who names channels.
    case stakeholder
  }

  let name: String
  let user: User
  let place: Place
}
