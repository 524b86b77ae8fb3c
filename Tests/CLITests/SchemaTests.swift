import Diagnostics
import Foundation
import Reporting
import Syntax
import Testing

@testable import Catalog

/// `maint schema` says of a file what `maint check` says, however an editor's parser types its scalars.
@Suite struct SchemaTests {
  @Test func schemaAndMaintAgree() throws {
    let maint = try Maint()
    try maint.run("init", "init").expect(exit: 0)
    let examples =
      try SchemaCorpus.shipped(initialised: "\(maint.folder)/init") + SchemaCorpus.explained + SchemaCorpus.invalid
      + SchemaCorpus.matrix
    #expect(examples.count > 2_000)
    let judged = examples.compactMap { example in Self.judge(example).map { (example, $0.isValid, $0.tree) } }
    #expect(judged.count > examples.count - 60)
    for (example, isValid, _) in judged { #expect(example.isValid ?? isValid == isValid, "\(example.text)") }
    guard let verdicts = try schemaVerdicts(judged.map { ($0.0, $0.2) }, maint) else { return }
    try #require(verdicts.count == judged.count)
    for (index, (example, isValid, _)) in judged.enumerated() {
      for (reading, verdict) in verdicts[index].sorted(by: { $0.key < $1.key }) where (verdict == "") != isValid {
        Issue.record("maint: \(isValid), schema, \(reading): \(verdict)\n\(example.kind):\n\(example.text)")
      }
    }
  }

  /// What a schema cannot say, as `maint help schema` admits.
  private static let beyondSchema: Set<DiagnosticID> = [
    .restoreWithoutBackup, .overlappingBackups, .missingRunbook, .unknownNeed, .selfNeed, .missingParameter,
    .unknownParameter,
    .patternMismatch, .duplicateName,
    .duplicateSetting, .durationMismatch, .datesReversed, .unknownWindow, .windowNeverOpens, .atWithWindow,
    .unknownZone, .badPattern, .unwritableBackupFolder,
    .dependencyCycle, .unknownChannel, .unknownField,
  ]

  /// maint's own verdict, and the tree as JSON; nil where the syntax is wrong already.
  private static func judge(_ example: SchemaCorpus.Example) -> (isValid: Bool, tree: String)? {
    var bag = DiagnosticBag()
    let file = ProjectFile(path: "x.yaml", name: "x")
    guard let tree = Parser.parse(Source(path: file.path, text: example.text), diagnostics: &bag), bag.isEmpty,
      tree.hasDocument
    else { return nil }
    let isRunbook = example.kind == "runbook"
    _ = CatalogLoader.bind(
      runbooks: isRunbook ? [(file, tree)] : [], schedules: isRunbook ? [] : [tree], diagnostics: &bag)
    let errors = bag.sorted.filter { $0.severity == .error }
    // One that has to be refused is refused by both.
    let isValid = example.isValid == false ? errors.isEmpty : errors.allSatisfy { beyondSchema.contains($0.id) }
    return (isValid, String(decoding: TreeReport.json(tree), as: UTF8.self))
  }

  /// Of each example and each reading of it, the first complaint, or an empty text; nil where the host has no judge.
  private func schemaVerdicts(
    _ examples: [(SchemaCorpus.Example, tree: String)], _ maint: Maint
  ) throws -> [[String: String]]? {
    var job: [String: Any] = [:]
    for kind in SchemaReport.Kind.allCases {
      job[kind.rawValue] = try JSONSerialization.jsonObject(
        with: Data(maint.run("schema", kind.rawValue).expect(exit: 0).outputBytes))
    }
    job["examples"] = examples.map { ["kind": $0.0.kind, "text": $0.0.text, "tree": $0.tree] }
    let file = "\(maint.folder)/job.json"
    try JSONSerialization.data(withJSONObject: job).write(to: URL(fileURLWithPath: file))
    let python = try Running(
      ["/usr/bin/env", "python3", "\(SchemaCorpus.root)/Tests/judge-schema", file],
      environment: ProcessInfo.processInfo.environment, in: maint.folder, input: "/dev/null")
    let ended = python.wait(120)
    if ended.exit == 69 {
      print("not tested against the JSON Schema: \(ended.err)")
      return nil
    }
    ended.expect(exit: 0)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(ended.outputBytes)) as? [[String: String]], "\(ended.err)")
  }

  @Test func schemasAreMadeOfTheTables() throws {
    for (kind, key, place) in [
      ("schedule", "needs", "task"), ("schedule", "cutoff", "window"), ("runbook", "undo", "step_of_change"),
      ("runbook", "exit_codes", "step"),
    ] {
      let text = SchemaReport(try #require(SchemaReport.Kind(rawValue: kind))).json
      let schema = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
      #expect(schema["$id"] as? String == "urn:maint:schema:\(kind)")
      let definitions = try #require(schema["$defs"] as? [String: Any])
      let definition = String(
        decoding: try JSONSerialization.data(withJSONObject: definitions[place] ?? [:]), as: UTF8.self)
      #expect(definition.contains("\"\(key)\":{") && definition.contains("\"additionalProperties\":false"))
    }
  }
}
