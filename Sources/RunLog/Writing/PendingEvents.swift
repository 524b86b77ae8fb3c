import Execution
import Scheduling

/// The events of the open transaction, in order, with the numbers that their rows will have.
///
/// They are kept until a commit succeeded: one that failed has lost nothing and can be tried again.
struct PendingEvents {
  struct Entry {
    var event: Event
    /// Of the step that the event is about; 0 for events of tasks and runs.
    var step = 0
    /// From 1: of an output piece within its attempt; of a report: that of its first sample, variable and warning.
    var position = 0
    /// Of an attempt that ended: its process, where that waits to be written too.
    var process: ProcessIdentity?
  }

  private(set) var entries: [Entry] = []
  /// Bytes of output among them.
  private(set) var outputBytes = 0

  var isEmpty: Bool { entries.isEmpty }

  /// How many tasks ended among them, and when the last one did.
  var endedTasks: Int { entries.count { $0.taskEnd != nil } }
  var lastEnd: Timestamp? { entries.lazy.reversed().compactMap(\.taskEnd).first }

  /// When the first task among them was started.
  var firstStart: Timestamp? { entries.lazy.compactMap(\.taskStart).first }

  var endsRun: Bool {
    if case .runFinished? = entries.last?.event { true } else { false }
  }

  mutating func append(_ entry: Entry) {
    var entry = entry
    switch entry.event {
    case .output(_, let piece): if case .bytes(let bytes) = piece.content { outputBytes += bytes.count }
    case .attemptFinished(let attempt, _, at: _): entry.process = takeProcess(of: attempt)
    default: break
    }
    entries.append(entry)
  }

  /// The identity of an attempt's process, which is then written with its outcome: one statement less for a short step.
  private mutating func takeProcess(of attempt: AttemptKey) -> ProcessIdentity? {
    for index in entries.indices.reversed() {
      guard case .attemptStarted(attempt, let process) = entries[index].event else { continue }
      entries.remove(at: index)
      return process
    }
    return nil
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: entries.count < 1_000)
    outputBytes = 0
  }

  /// Replaces output by the marks that say how much of each attempt and stream is not kept.
  mutating func omitOutput() {
    struct Source: Hashable {
      var attempt: AttemptKey
      var stream: OutputPiece.Stream
    }
    var marks: [Source: Int] = [:]
    var kept: [Entry] = []
    for var entry in entries {
      guard case .output(let attempt, var piece) = entry.event else {
        kept.append(entry)
        continue
      }
      let source = Source(attempt: attempt, stream: piece.stream)
      if let index = marks[source], case .output(_, let marked) = kept[index].event {
        piece = marked
        piece.content = .omitted(marked.omittedBytes + entry.omittedBytes)
        kept[index].event = .output(attempt, piece)
      } else {
        piece.content = .omitted(piece.omittedBytes)
        entry.event = .output(attempt, piece)
        marks[source] = kept.count
        kept.append(entry)
      }
    }
    entries = kept
    outputBytes = 0
  }
}

extension PendingEvents.Entry {
  fileprivate var taskEnd: Timestamp? {
    if case .taskFinished(_, _, let at) = event { at } else { nil }
  }

  fileprivate var taskStart: Timestamp? {
    if case .taskStarted(_, let at) = event { at } else { nil }
  }

  fileprivate var omittedBytes: Int {
    if case .output(_, let piece) = event { piece.omittedBytes } else { 0 }
  }
}

extension OutputPiece {
  /// How many bytes a mark in its place stands for.
  fileprivate var omittedBytes: Int {
    switch content {
    case .bytes(let bytes): bytes.count
    case .omitted(let count): count
    }
  }
}
