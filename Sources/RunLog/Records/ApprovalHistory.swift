import Catalog
import Planning
import Scheduling

/// The requests for a task that may still mean something to a run: those without an end, the rejected ones that nobody
/// has asked for anew, and the last one also where its time was up.
package struct ApprovalHistory: Sendable {
  /// What of it a run goes by.
  package struct Finding: Sendable {
    package var record: ApprovalRecord
    package var standing: ApprovalRecord.Standing
  }

  /// The latest first.
  package var records: [ApprovalRecord]
  /// The number of the last request for the task, whatever became of it.
  package var last: Int?

  package init(_ records: [ApprovalRecord], last: Int?) {
    self.records = records
    self.last = last
  }

  /// With the words alone of those who may still give them.
  package func counting(_ isEntitled: (Actor, ApprovalDemand) -> Bool) -> ApprovalHistory {
    ApprovalHistory(records.map { $0.counting(isEntitled) }, last: last)
  }

  /// An answer to just this, else what was asked for last with the same words and is different now. What others asked for
  /// with other parameters is theirs.
  package func finding(for request: ApprovalRequest, at now: Timestamp) -> Finding? {
    for record in records {
      let standing = record.standing(for: request.subject, at: now)
      switch standing {
      case .given, .waits, .rejected: return Finding(record: record, standing: standing)
      case .altered where record.subject == request.subject: return Finding(record: record, standing: standing)
      case .altered, .changed, .expired, .over: continue
      }
    }
    // What was rejected long ago, and done otherwise since, is no news.
    let before = records.first { record in
      (record.ending == nil || record.number == last) && Self.isSame(record.arguments, request.arguments)
    }
    return before.map { Finding(record: $0, standing: $0.standing(for: request.subject, at: now)) }
  }

  private static func isSame(_ some: [(name: String, value: String)], _ others: [(name: String, value: String)]) -> Bool
  {
    func values(_ list: [(name: String, value: String)]) -> [String: String] {
      Dictionary(list.map { ($0.name, $0.value) }) { $1 }
    }
    return values(some) == values(others)
  }
}
