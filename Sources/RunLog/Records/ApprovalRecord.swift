import Catalog
import Planning
import Scheduling

/// A request that a task may begin, and what became of it.
package struct ApprovalRecord: Sendable {
  /// That somebody approved it.
  package struct Word: Sendable, Hashable {
    /// An index into `demands`: who counts for several has a word for each.
    package var demand: Int
    package var by: Actor
    package var at: Timestamp
    package var note: String?
  }

  /// How a request ended that was not used.
  package struct Ending: Sendable, Hashable {
    package enum Kind: String, Sendable { case rejected, voided, expired }

    package var kind: Kind
    package var at: Timestamp
    package var by: Actor
    /// Why it was rejected, or what changed.
    package var reason: String
  }

  /// Why no run asks anew for what was asked for.
  package enum Past: Sendable, Hashable {
    /// It is there no more, in words: the request counts again once it is back.
    case gone(String)
    /// Nobody's word is demanded for it any more, so it begins without.
    case unneeded

    package var words: String {
      switch self {
      case .gone(let words): words
      case .unneeded: "it needs no approval any more"
      }
    }
  }

  /// `altered`: the run log does not say of it what the audit chain says.
  package enum State: String, Sendable { case waiting, approved, rejected, voided, expired, used, altered }

  /// From 1.
  package var number: Int
  package var project: String
  package var task: TaskName
  package var runbook: String
  /// The run that asked.
  package var run: Int
  package var requestedAt: Timestamp
  package var requestedBy: Actor
  package var expiresAt: Timestamp
  package var hash: String
  /// What would be done, as the approvers were told.
  package var plan: String
  package var ending: Ending?
  /// The latest run that began the task by it.
  package var usedBy: Int?
  /// That run is at it, has changed something, or came to a good end without that.
  package var isSpent = false
  /// Its rows are not those of which the newest entry of the audit chain about it has the digest. Only looked at while it
  /// could let a task begin.
  package var isAltered = false
  package var demands: [ApprovalDemand] = []
  /// Those that count, in the order given.
  package var words: [Word] = []
  /// Of those who may not approve it any more.
  package var lapsed: [Word] = []
  /// What is different now from what was asked for, in words. Only where somebody has looked.
  package var changes: [String] = []
  /// nil: a run asks anew where it counts no more. Only where somebody has looked.
  package var past: Past?
  /// Who stands behind each role now, what is still missing, and how to answer: in words. Only where somebody has looked.
  package var roles: [String: [String]] = [:]
  package var missing: String?
  package var answer: String?
  /// So few are left who could say yes that it never counts. Only where somebody has looked.
  package var areTooFew = false
  /// Why the task does not begin now, approved or not: in words. Only where somebody has looked.
  package var shut: String?
  /// The latest moment that the log knows of since it was made: the clock may have been set back. nil: of none, or it has
  /// its end.
  package var seenAt: Timestamp?
  package var subject = ApprovalSubject([])
  /// What `--with` said for the run that asked.
  package var arguments: [(name: String, value: String)] = []
}

extension ApprovalRecord {
  /// How many have approved it, for a demand.
  package func given(_ demand: Int) -> Int { words.lazy.filter { $0.demand == demand }.count }

  /// With the words alone of those who may still give them.
  package func counting(_ isEntitled: (Actor, ApprovalDemand) -> Bool) -> ApprovalRecord {
    var counted = self
    let all = words + lapsed
    counted.words = all.filter { isEntitled($0.by, demands[$0.demand]) }
    counted.lapsed = all.filter { !isEntitled($0.by, demands[$0.demand]) }
    return counted
  }

  /// Whose approval it needs, in words; of a role also who has it.
  package var approvers: String { ApprovalDemand.words(demands, members: roles) }

  /// With no word and no end of later than before a moment; its end may be that it was used, which is not looked at.
  package func asItWas(before moment: Timestamp) -> ApprovalRecord {
    var then = self
    then.words.removeAll { $0.at >= moment }
    then.lapsed.removeAll { $0.at >= moment }
    if let ending, ending.at >= moment { then.ending = nil }
    return then
  }

  /// When the last of those said yes whose word it needs; nil: not all have.
  package var completedAt: Timestamp? {
    var moments: [Timestamp] = []
    for (number, demand) in demands.enumerated() {
      let given = words.filter { $0.demand == number }.map(\.at).sorted()
      guard given.count >= demand.needed else { return nil }
      moments += given.prefix(demand.needed)
    }
    return moments.max()
  }

  /// Whether everybody has said yes whose word it needs.
  package var isComplete: Bool { demands.indices.allSatisfy { given($0) >= demands[$0].needed } }

  /// Since when it is approved or rejected; nil: somebody's word is missing.
  package var answeredAt: Timestamp? {
    if let ending, ending.kind == .rejected { return ending.at }
    return completedAt
  }

  /// Once its time was up it stays so, whatever the clock says later.
  package func isExpired(at now: Timestamp) -> Bool { max(now, seenAt ?? now) >= expiresAt || isAhead(of: now) }

  /// Whether it was made by a clock that was ahead, so that nobody can say how long it counts. Clocks are set by less now
  /// and then.
  package func isAhead(of now: Timestamp) -> Bool { requestedAt > now + .seconds(60) }

  /// Whether somebody's word can still change something.
  package func isOpen(at now: Timestamp) -> Bool {
    ending == nil && !isSpent && !isAltered && !isExpired(at: now)
  }

  package func state(at now: Timestamp) -> State {
    switch ending?.kind {
    case .rejected: return .rejected
    case .voided: return .voided
    case .expired: return .expired
    case nil: break
    }
    if isAltered { return .altered }
    if isSpent { return .used }
    return isExpired(at: now) ? .expired : isComplete ? .approved : .waiting
  }

  /// What the request means to a task that is as `subject` says.
  package enum Standing: Sendable, Hashable {
    /// It may begin.
    case given
    case waits
    case rejected
    /// Nobody can rely on what it says.
    case altered
    /// It does not count; a new one is to be made.
    case expired
    case changed([String])
    /// It is used up, or had its end before.
    case over
  }

  /// `runs`: the runs that the asking run goes on with, and itself: what one of them has used is theirs.
  package func standing(for subject: ApprovalSubject, at now: Timestamp, runs: Set<Int> = []) -> Standing {
    switch ending?.kind {
    case .voided: return .over
    case .expired: return .expired
    case .rejected, nil: break
    }
    if isAltered { return .altered }
    if isSpent, usedBy.map({ !runs.contains($0) }) ?? true { return .over }
    let differences = self.subject.differences(to: subject)
    if !differences.isEmpty { return .changed(differences) }
    // Somebody said no to just this: time does not make it a yes.
    if ending != nil { return .rejected }
    if isExpired(at: now) { return .expired }
    return isComplete ? .given : .waits
  }
}
