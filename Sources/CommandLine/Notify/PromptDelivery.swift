import Catalog
import RunLog
import Supervision

/// For verbs that are no run and write messages: delivers them at once, as a run does when it is over.
struct PromptDelivery {
  let writing: StateWriting
  let log: RunLog
  /// What says who is told how; nil: it cannot be read, so that what was written waits for a maint that can.
  let catalog: Catalog?
  /// Of which that is; nil: the one that the command line means.
  var project: String?
  /// nil: there is none yet.
  var supervisor: Supervisor?

  private var context: Context { writing.context }
  private var flush: String { NextCommand(context)("notify flush") }

  /// Says which channels have taken all that waited for them, and which have not. What was done stands in any case.
  func callAsFunction() {
    // What a rehearsal does happens to nobody.
    guard !context.isInSandbox, let catalog, !catalog.coordination.channels.isEmpty else { return }
    guard let supervisor = try? supervisor ?? writing.supervisor() else {
      context.errors.write("maint: warning: nobody is told yet: the next run does it, or \(flush)\n")
      return
    }
    context.output.flush()
    let outbox = Outbox(
      context: context, catalog: catalog, project: project ?? FolderChoice.absolute(context.folders.project),
      state: writing.state, log: log)
    let results = outbox.tell(with: supervisor, patience: Outbox.patienceAfterRun)
    let held = held(of: catalog.coordination.channelNames, results)
    let told = results.filter { name, result in
      result.sent > 0 && result.problem == nil && !held.contains { $0.channel == name }
    }.keys.sorted()
    if !told.isEmpty { context.output.write("told: \(told.joined(separator: ", "))\n") }
    for (channel, result) in results.sorted(by: { $0.key < $1.key }) {
      guard let problem = result.problem else { continue }
      let next =
        problem.next.map {
          "it is tried again from \(context.zone.minute($0)) on, by the next run or \(flush)"
        }
        ?? "it is given up"
      context.errors.write(
        "maint: warning: not told through \(channel): \(TypedWord.harmless(problem.words)); \(next)\n")
    }
    for next in held {
      let words =
        next.error.map {
          "it holds back what waits; the last error: \(TypedWord.harmless($0)); it is tried again from "
            + "\(context.zone.minute(next.nextAt)) on, by the next run, or now by \(flush) --force"
        } ?? "what waits for it is delivered by another maint that is at it, by the next run or by \(flush)"
      context.errors.write("maint: warning: not told through \(next.channel): \(words)\n")
    }
  }

  /// Channels that still have to deliver and of which nothing else is said.
  private func held(of channels: [String], _ results: [String: DeliveryLedger.Result]) -> [WaitingDelivery] {
    let waiting = (try? log.waitingChannels()) ?? []
    return waiting.filter { !$0.isRest && channels.contains($0.channel) && results[$0.channel]?.problem == nil }
  }

  static func warnOfUnreadable(_ context: Context) {
    context.errors.write(
      "maint: warning: the schedules cannot be read, so nobody is told of this yet: mend them (\(NextCommand(context)("check")) "
        + "says what is wrong), then \(NextCommand(context)("notify flush"))\n")
  }

  /// The schedules, or what of them says who is told what; nil where that cannot be read or trusted, without a word.
  /// `project`: its folder; that of the command line unless given.
  static func catalog(_ context: Context, project: String? = nil) -> Catalog? {
    let project = TrustedProject(context: context, folder: project)
    guard (try? project.check(folders: ["schedules"], refuse: { _ in })) != nil else { return nil }
    return CatalogLoader.loadForMessages(project: project.folder)
  }
}
