import JSON
import Execution

/// The fields of a step, a result and a report, named alike in the events, the runs and the output. They are documented
/// at `EventLine`.
extension JSONWriter {
  mutating func stepFields(_ key: StepKey) {
    field("stage", key.stage.rawValue)
    field("position", key.position + 1)
    field("undo", key.isUndo)
  }

  mutating func processFields(_ process: ProcessIdentity?) {
    field("pid", process?.pid)
    field("start_time_ticks", process?.startTime)
  }

  /// All null without a result.
  mutating func resultFields(_ result: AttemptResult?) {
    field("outcome", result?.outcome.rawValue)
    field("exit_code", result?.exitCode)
    field("signal", result?.signal)
    field("detail", result?.detail)
    field("user_seconds", result?.used.userTime)
    field("system_seconds", result?.used.systemTime)
    field("peak_memory_bytes", result?.used.peakMemoryBytes)
    field("read_bytes", result?.used.readBytes)
    field("written_bytes", result?.used.writtenBytes)
  }

  /// All null, false or 0 without a result.
  mutating func resultFields(_ result: TaskResult?) {
    field("outcome", result?.outcome.rawValue)
    field("cleanup_failed", result?.cleanupFailed ?? false)
    field("warnings", result?.warnings ?? 0)
    field("failed_step") { json in
      if let key = result?.failedStep { json.object { $0.stepFields(key) } } else { json.null() }
    }
    field("reason", result?.reason)
  }

  mutating func reportFields(_ report: StepReport) {
    field("samples") { json in
      json.array { json in
        for sample in report.samples {
          json.object {
            $0.field("name", sample.name)
            $0.field("labels", sample.labels)
            $0.field("value", sample.value)
          }
        }
      }
    }
    field("summary", report.summary)
    field("environment") { json in
      json.array { json in
        for variable in report.environment {
          json.object {
            $0.field("name", variable.name)
            $0.field("value", variable.value)
          }
        }
      }
    }
    field("warnings", report.warnings)
  }

  mutating func outputFields(_ stream: OutputPiece.Stream, text: String?, omitted: Int?) {
    field("stream", stream.rawValue)
    field("text", text)
    field("omitted_bytes", omitted)
  }
}
