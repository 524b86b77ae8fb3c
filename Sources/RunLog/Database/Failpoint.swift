#if DEBUG
  import Glibc

  /// Kills maint at a chosen point of its work, to show what a crash leaves behind. Debug builds only.
  ///
  /// A point is `KIND:N`: the N-th of its kind that the process passes, from 1; of the maint of a step,
  /// `STAGE.STEP/KIND:N`. `$MAINT_FAILPOINT` says where to kill, and `$MAINT_FAILPOINT_KILLS` what besides this process:
  /// `run` is the maint that started it, and nothing else, `step` this process alone, and both unless given.
  /// To the file that `$MAINT_FAILPOINT_LIST` names, each point is added that is passed.
  package final class Failpoint {
    package enum Kind: String {
      /// At the end of a transaction that writes, before and after it is committed.
      case before, after
      /// Before and after an operation on the files of backups.
      case files
      /// Before and after a backup's folder is made, before each removal in it, and after the last.
      case folders
    }

    /// What is passed on to the maint of a step.
    package static let variables = ["MAINT_FAILPOINT", "MAINT_FAILPOINT_KILLS", "MAINT_FAILPOINT_LIST"]

    private let target: String?
    private let list: String?
    private let prefix: String
    private var counts: [Kind: Int] = [:]

    /// nil where the environment asks for nothing.
    package init?() {
      target = Self.value("MAINT_FAILPOINT")
      list = Self.value("MAINT_FAILPOINT_LIST")
      let stage = Self.value("MAINT_STAGE")
      prefix = stage.map { "\($0).\(Self.value("MAINT_STEP") ?? "")/" } ?? ""
      if target == nil, list == nil { return nil }
    }

    package func pass(_ kind: Kind) {
      counts[kind, default: 0] += 1
      let name = "\(prefix)\(kind.rawValue):\(counts[kind] ?? 0)"
      if let list { Self.add(name, to: list) }
      guard name == target else { return }
      let kills = prefix.isEmpty ? nil : Self.value("MAINT_FAILPOINT_KILLS")
      // Of both, the maint above first: it must not see its step end.
      if !prefix.isEmpty, kills != "step" { kill(getppid(), SIGKILL) }
      if kills != "run" { kill(getpid(), SIGKILL) }
    }

    private static func add(_ name: String, to list: String) {
      let descriptor = open(list, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { return }
      var line = name + "\n"
      _ = line.withUTF8 { write(descriptor, $0.baseAddress, $0.count) }
      close(descriptor)
    }

    private static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
  }
#endif
