import Catalog
import Diagnostics
import Foundation
import Testing

@testable import Checklists

/// The checklist that comes with maint.
@Suite struct ShippedChecklistTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func shipped() throws -> String {
    try String(contentsOf: root.appending(path: "schedules/adopting-maintenance.md"), encoding: .utf8)
  }

  @Test func isWholeAndOpen() throws {
    let (checklist, problems) = Checklist.read(try Self.shipped())
    #expect(problems.isEmpty)
    #expect(checklist.sections.count == 13 && checklist.items.count == 65)
    #expect(checklist.sections.map(\.number) == Array(1...13))
    #expect(checklist.items.allSatisfy { $0.marker == .open })
    #expect(Set(checklist.items.map(\.text)).count == 65)
    #expect(try Self.shipped().split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func itsTableIsRight() throws {
    let checklist = Checklist.read(try Self.shipped()).checklist
    #expect(text(ChecklistProgress(of: checklist, succeeded: []).bytesWithTable) == (try Self.shipped()))
  }

  @Test func namesTasksThatAreShipped() throws {
    var diagnostics = DiagnosticBag()
    let catalog = CatalogLoader.loadSchedules(project: Self.root.path, diagnostics: &diagnostics)
    let tasks = Set(catalog.tiers.values.flatMap { $0.tasks.map(\.name.description) })
    let named = Checklist.read(try Self.shipped()).checklist.items.flatMap(\.tasks).map(\.name)
    #expect(Set(named).subtracting(tasks).isEmpty && named.count > 30 && Set(named).count == named.count)
  }
}
