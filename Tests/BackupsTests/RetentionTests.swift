import Scheduling
import TestSupport
import Testing

@testable import Backups

@Suite struct RetentionTests {
  private func candidate(_ id: Int, day: Int, hour: Int = 3, good: Bool = true, subject: String = "/etc")
    -> Retention.Candidate
  {
    let first = CivilDate(year: 2026, month: 1, day: 1).dayNumber
    return Retention.Candidate(
      id: id, time: Timestamp(seconds: ((first + day) * 24 + hour) * 3_600), subject: subject, isGood: good,
      isOfUnresolvedRun: false)
  }

  @Test func theExampleOfTheReadmeKeepsWhatItSays() {
    // Every day of a year and a half, the newest last.
    let all = (0..<540).map { candidate($0, day: $0) }
    let keep = Retention(KeepRules(last: 3, daily: 7, weekly: 4, monthly: 12, yearly: 2))
    let stay = keep.decide(on: all, in: .utc).filter(\.stays)
    // 2027-06-24 is the newest: 7 days, a Sunday among them, which leaves two more; ends of months before those, the end
    // of 2026 among them.
    #expect(stay.count == 7 + 2 + 11)
    #expect(stay.last?.reasons.first == .lastGood)
    #expect(stay.contains { $0.candidate.id == 364 && $0.reasons.contains(.newestOfYear(2026)) })
  }

  @Test func onlyTheNewestOfADayCounts() {
    let all = [candidate(1, day: 0, hour: 1), candidate(2, day: 0, hour: 9), candidate(3, day: 2)]
    let decisions = Retention(KeepRules(daily: 2)).decide(on: all, in: .utc)
    #expect(decisions.map(\.stays) == [false, true, true])
    #expect(decisions[1].reasons.map(\.description) == ["the newest of 2026-01-01"])
  }

  @Test func damagedOnesCountForNothing() {
    let all = [candidate(1, day: 0), candidate(2, day: 1, good: false), candidate(3, day: 2, good: false)]
    let decisions = Retention(KeepRules(last: 1)).decide(on: all, in: .utc)
    #expect(decisions.map(\.stays) == [true, false, false])
    #expect(decisions[0].reasons == [.lastGood, .last(1)])
  }

  @Test func thoseOfFailuresDoNotDisplaceThatOfTheLastSuccess() {
    var all = (0..<5).map { candidate($0, day: $0) }
    for index in 1..<5 { all[index].isOfSuccess = false }
    let decisions = Retention(KeepRules(last: 1, daily: 2)).decide(on: all, in: .utc)
    #expect(decisions.map(\.stays) == [true, false, false, false, true])
    #expect(decisions[0].reasons.first == .last(1) && decisions[4].reasons == [.lastGood])
  }

  @Test func theLastGoodOneAndThoseOfUnresolvedRunsNeverGo() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let all = (0..<Int.random(in: 0...30, using: &random)).map { id in
        var one = candidate(
          id, day: Int.random(in: 0...800, using: &random), hour: Int.random(in: 0...23, using: &random),
          good: Bool.random(using: &random), subject: ["/etc", "/opt", "/srv"].randomElement(using: &random) ?? "/etc")
        one.isOfUnresolvedRun = Int.random(in: 0..<9, using: &random) == 0
        return one
      }
      let keep = KeepRules(
        last: Int.random(in: 0...3, using: &random), daily: Int.random(in: 0...4, using: &random),
        weekly: Int.random(in: 0...4, using: &random), monthly: Int.random(in: 0...4, using: &random),
        yearly: Int.random(in: 0...2, using: &random))
      let decisions = Retention(keep).decide(on: all, in: .utc)
      #expect(decisions.map(\.candidate) == all)
      for decision in decisions where decision.candidate.isOfUnresolvedRun { #expect(decision.stays) }
      for subject in Set(all.map(\.subject)) {
        let good = decisions.filter { $0.candidate.subject == subject && $0.candidate.isGood }
        let newest = good.max { $0.candidate.id < $1.candidate.id }
        #expect(newest?.stays != false)
        let counted = good.filter { !$0.candidate.isOfUnresolvedRun && $0.stays }
        #expect(counted.count <= max(1, keep.last + keep.daily + keep.weekly + keep.monthly + keep.yearly))
        // What is pruned is not needed by a second decision.
        let rest = Retention(keep).decide(on: decisions.filter(\.stays).map(\.candidate), in: .utc)
        #expect(!rest.contains { !$0.stays })
      }
    }
  }
}
