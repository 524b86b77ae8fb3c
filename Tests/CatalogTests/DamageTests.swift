import Diagnostics
import Syntax
import TestSupport
import Testing

@testable import Catalog

/// Damaged files are refused or bound, never a crash or a hang.
@Suite struct DamageTests {
  private static let schedule = """
    maintenance_schedule:
      daily:
        - health
        - {task: rotate, needs: [health, weekly.review], with: {source: /a, environment: staging}, timeout: 2h}
      weekly:
        at: "02:00"
        jobs: 2
        tasks: [{task: review, runbook: health, locks: [a], alert: critical}]
    maintenance_windows:
      weekly: {day: First_Sunday, time: "02:00-04:00", duration: 2_hours, timezone: UTC, cutoff: 30m}
      emergency: {time: as_needed, duration: variable}
    change_freeze: [{from: 2026-12-20, to: 2027-01-02, reason: holiday trading}]
    maintenance_coordination: {before: [notify]}
    maintenance_metrics: {uptime: {target: 99.9}}
    defaults: {step_timeout: 5m, output_limit: 1MiB}

    """

  private static func load(schedule: [UInt8], runbook: [UInt8]) -> DiagnosticBag {
    var bag = DiagnosticBag()
    let file = ProjectFile(path: "runbooks/rotate.yaml", name: "rotate")
    let runbook = Parser.parse(Source(path: file.path, bytes: runbook), diagnostics: &bag)
    let schedule = Parser.parse(Source(path: "schedules/main.yaml", bytes: schedule), diagnostics: &bag)
    _ = CatalogLoader.bind(runbooks: [(file, runbook)], schedules: [schedule], diagnostics: &bag)
    return bag
  }

  @Test func everyPrefix() {
    let (schedule, runbook) = (Array(Self.schedule.utf8), Array(RunbookTests.nginx.utf8))
    for count in 0..<schedule.count { _ = Self.load(schedule: Array(schedule.prefix(count)), runbook: runbook) }
    for count in 0..<runbook.count { _ = Self.load(schedule: schedule, runbook: Array(runbook.prefix(count))) }
  }

  @Test func thousandsOfDamagedBytes() {
    var generator = SeededGenerator(seed: 42)
    let renderer = DiagnosticRenderer(color: false)
    for _ in 0..<2_000 {
      var texts = [Array(Self.schedule.utf8), Array(RunbookTests.nginx.utf8)]
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let which = Int.random(in: 0...1, using: &generator)
        let position = texts[which].indices.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0...2, using: &generator) {
        case 0: texts[which][position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 1: texts[which].remove(at: position)
        default: texts[which].insert(texts[which].randomElement(using: &generator) ?? 0, at: position)
        }
      }
      _ = renderer.render(Self.load(schedule: texts[0], runbook: texts[1]))
    }
  }
}
