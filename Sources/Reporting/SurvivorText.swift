import JSON
import Catalog
import RunLog

/// What is said of a process that outlived its maint.
package struct SurvivorText {
  var survivor: Survivor

  /// `still running: pid 18262 since 15:33:43 (step 'set the mode'); end it: kill -TERM -- -18262`.
  func words(clock: ClockText) -> String { "\(fact(clock: clock)); end it: \(command)" }

  /// The same for beside what ends it.
  func fact(clock: ClockText) -> String {
    let since = clock.dateAndTime(survivor.since)
    return "still running: pid \(survivor.process.pid) since \(since) (step '\(HarmlessText.words(survivor.step))')"
  }

  var command: String { Self.command(pid: survivor.process.pid) }

  /// A step leads its process group, which ends as a whole.
  ///
  /// The `--` must not be left out, though dash's own kill refuses it: without it, the kill of procps 4.0.2 (that of
  /// `sudo kill` on Debian 12) takes the first digit of the pid for all of it, and `-1` is every process of the host.
  static func command(pid: Int32) -> String { "kill -TERM -- -\(pid)" }
}

extension SurvivorText {
  /// For standard error, while a recovery waits for them.
  package static func waiting(task: TaskName, step: String, pids: [Int32]) -> String {
    line(task, step, pids, "is on the way back and still runs: waiting for it")
  }

  /// For standard error, when a recovery ends them.
  package static func ending(task: TaskName, step: String, pids: [Int32]) -> String {
    line(task, step, pids, "still runs: ending it")
  }

  private static func line(_ task: TaskName, _ step: String, _ pids: [Int32], _ what: String) -> String {
    let names = pids.sorted().map { "\($0)" }.joined(separator: ", ")
    return "maint: \(task), step '\(HarmlessText.words(step))' \(what) (pid \(names))\n"
  }
}

extension JSONWriter {
  /// Each `step`, by name; `pid`, `start_time_ticks`; `since`; `end_with`, the command that ends it.
  mutating func survivors(_ survivors: [Survivor]) {
    array { json in
      for survivor in survivors {
        json.object { json in
          json.field("step", survivor.step)
          json.processFields(survivor.process)
          json.field("since", survivor.since)
          json.field("end_with", SurvivorText(survivor: survivor).command)
        }
      }
    }
  }
}
