import RunLog

/// What is said of a process that outlived its maint.
struct SurvivorText {
  var survivor: Survivor

  /// `still running: pid 18262 since 15:33:43 (step 'set the mode'); end it: kill -TERM -- -18262`.
  func words(clock: ClockText) -> String {
    let since = clock.dateAndTime(survivor.since)
    return "still running: pid \(survivor.process.pid) since \(since) (step '\(HarmlessText.words(survivor.step))'); "
      + "end it: \(command)"
  }

  var command: String { Self.command(pid: survivor.process.pid) }

  /// A step leads its process group, which ends as a whole.
  ///
  /// The `--` must not be left out, though dash's own kill refuses it: without it, the kill of procps 4.0.2 (that of
  /// `sudo kill` on Debian 12) takes the first digit of the pid for all of it, and `-1` is every process of the host.
  static func command(pid: Int32) -> String { "kill -TERM -- -\(pid)" }
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
