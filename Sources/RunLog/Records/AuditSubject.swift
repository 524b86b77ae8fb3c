/// Something that can let a task start, be kept, be closed or look approved, and of which the run log has more than the
/// chain tells: each entry about it has the digest of its rows, so that none of them can be changed, made up or removed
/// without that being found.
package struct AuditSubject: Sendable, Hashable {
  /// In the order in which they are looked at; the raw values stand in exports and never change.
  package enum Kind: String, Sendable, CaseIterable {
    /// A request, its parts and demands, and who said yes to it.
    case approval
    /// That an operator lets changes be made outside windows and in freezes.
    case windowException = "exception"
    case proof
    /// That what a task left behind was put right.
    case resolution
    /// Of a change that waited for it.
    case confirmation
    /// Given, or asked for by a tier of the run.
    case signOff = "sign_off"
    /// An incident, its notes, and the runs that belong to it.
    case incident
    /// That somebody looks after what a message told, or one that was sent because nobody did.
    case acknowledgement
  }

  package let kind: Kind
  /// Its own number, or that of the run; of an acknowledgement that of the first message.
  package let number: Int
  /// The full name of the task, or the role; empty where the number is enough.
  package let name: String

  private init(_ kind: Kind, _ number: Int, _ name: String = "") {
    self.kind = kind
    self.number = number
    self.name = name
  }

  package static func approval(_ request: Int) -> AuditSubject { AuditSubject(.approval, request) }
  package static func windowException(_ number: Int) -> AuditSubject { AuditSubject(.windowException, number) }
  package static func proof(_ number: Int) -> AuditSubject { AuditSubject(.proof, number) }
  package static func incident(_ number: Int) -> AuditSubject { AuditSubject(.incident, number) }
  package static func acknowledgement(ofMessage first: Int) -> AuditSubject { AuditSubject(.acknowledgement, first) }
  package static func resolution(run: Int, task: String) -> AuditSubject { AuditSubject(.resolution, run, task) }
  package static func confirmation(run: Int, task: String) -> AuditSubject { AuditSubject(.confirmation, run, task) }
  package static func signOff(run: Int, role: String) -> AuditSubject { AuditSubject(.signOff, run, role) }

  init(_ kind: Kind, stored number: Int, _ name: String?) {
    self.init(kind, number, kind.isNamed ? name ?? "" : "")
  }

  /// The run that it is about; nil: it is about none.
  package var run: Int? { kind.isNamed ? number : nil }
}

extension AuditSubject.Kind {
  /// It belongs to a run, and there to a task or a role.
  var isNamed: Bool {
    switch self {
    case .resolution, .confirmation, .signOff: true
    case .approval, .windowException, .proof, .incident, .acknowledgement: false
    }
  }

  /// The version of the schema that has its tables.
  var schemaVersion: Int {
    switch self {
    case .windowException, .proof, .resolution, .confirmation, .signOff: 15
    case .acknowledgement: 16
    case .approval: 17
    case .incident: 18
    }
  }
}
