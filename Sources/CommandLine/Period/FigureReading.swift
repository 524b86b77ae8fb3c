import Metrics
import Reporting
import RunLog
import Scheduling

/// Reads the metrics of a period and of the one before it.
struct FigureReading {
  let frame: PeriodFrame
  let chosen: ChosenMetrics

  func section(
    _ log: RunLog, _ sums: TaskSums, before: TaskSums
  ) throws(RunLogFailure) -> (section: MetricsSection, runs: Int) {
    let reading = try MetricReading(
      log: log, zone: frame.zone, now: frame.asOf, seen: frame.isComplete ? Timestamp(microseconds: .max) : nil)
    let own = try figures(of: frame.span, reading, sums)
    // A part of it is told as a report of that moment would have.
    let earlier = frame.previousSpan
    let readingBefore =
      frame.isComplete ? reading : try MetricReading(log: log, zone: frame.zone, now: earlier.upperBound)
    let previous = try figures(of: earlier, readingBefore, before)
    let lines = chosen.metrics.enumerated().map { index, metric in
      MetricsReport.Line(
        metric: metric, figure: own.figures[index], before: previous.figures[index], target: chosen.targets[metric])
    }
    return (MetricsSection(lines: lines, unknown: chosen.unknown), own.runs)
  }

  /// The samples of one period at a time are held: those of a year are many.
  private func figures(
    of span: Range<Timestamp>, _ reading: MetricReading, _ sums: TaskSums
  ) throws(RunLogFailure) -> (figures: [MetricFigure], runs: Int) {
    let names = Set(chosen.metrics.compactMap(chosen.sampleName))
    let inputs = try reading.inputs(for: span, sampleNames: names, sums: sums)
    let calculation = MetricCalculation(inputs, sampleNames: chosen.sampleNames)
    return (
      chosen.metrics.map(calculation.figure),
      inputs.runs.count { $0.hasBegunTask && span.contains($0.startedAt) }
    )
  }
}
