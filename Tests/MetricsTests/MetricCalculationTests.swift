import Scheduling
import Testing

@testable import Metrics

/// The arithmetic of each metric, by hand: of a period of a week that begins at day 10; times in hours.
@Suite struct MetricCalculationTests {
  private static func at(_ hours: Double) -> Timestamp { Timestamp(microseconds: Int64(hours * 3_600e6)) }
  private static func span(_ from: Double, _ to: Double) -> Range<Timestamp> { at(from)..<at(to) }
  private var inputs = MetricInputs(period: Self.span(240, 408), now: Self.at(1000))

  private func figure(_ metric: Metric, _ inputs: MetricInputs) -> MetricFigure {
    MetricCalculation(inputs).figure(of: metric)
  }

  private func value(_ metric: Metric, _ inputs: MetricInputs) -> Double? { figure(metric, inputs).value }

  private func run(
    _ work: Range<Timestamp>..., isOver: Bool = true, isEmergency: Bool = false, hasBegun: Bool = true,
    tuned: Bool = false
  ) -> MetricInputs.Run {
    MetricInputs.Run(
      startedAt: work[0].lowerBound, work: work, isOver: isOver, isEmergency: isEmergency, hasBegunTask: hasBegun,
      hasOptimized: tuned)
  }

  private func samples(_ values: [(Double, Double)]) -> MetricInputs.Samples {
    MetricInputs.Samples(values.map { (Self.at($0.0), $0.1) })
  }

  /// In use since day 8: runs of 2 h, of 1 h and 3 h with a recovery, of 5 h over the end, one killed after an hour.
  private var used: MetricInputs {
    var inputs = inputs
    inputs.firstRun = Self.at(192)
    inputs.runs = [
      run(Self.span(230, 242), isEmergency: true), run(Self.span(250, 252)),
      run(Self.span(260, 261), Self.span(320, 323)),
      run(Self.span(300, 301), isOver: false), run(Self.span(350, 350), hasBegun: false), run(Self.span(405, 410)),
    ]
    return inputs
  }

  @Test func uptimeIsOfTheTimeInWhichTheHostWasSeen() {
    var inputs = inputs
    #expect(figure(.systemUptime, inputs) == .noData("no run in the period"))
    inputs.boots = [Self.span(200, 250), Self.span(260, 340)]
    #expect(value(.systemUptime, inputs) == 90, "90 of the 100 h from 240 to 340")
    inputs.boots = [Self.span(100, 200)]
    #expect(value(.systemUptime, inputs) == nil)
  }

  @Test func windowsAreWhatRunsWereAtWork() {
    #expect(value(.maintenanceWindowDuration, used) == (2 + 2 + 4 + 1 + 3) * 3_600.0)
    var early = used
    early.period = Self.span(24, 192)
    #expect(
      figure(.maintenanceWindowDuration, early) == .noData("the first run was made after the period"),
      "before the first run nothing is known")
    early.firstRun = nil
    #expect(figure(.maintenanceWindowDuration, early) == .noData("no run was ever made"))
    early.now = Self.at(190)
    #expect(figure(.maintenanceWindowDuration, early) == .noData("no run was made so far"), "it is not over")
    early.now = Self.at(20)
    #expect(figure(.maintenanceWindowDuration, early) == .noData("the period has not begun"))
    (early.firstRun, early.now) = (used.firstRun, used.now)
    early.period = Self.span(24, 193)
    early.runs = []
    #expect(value(.maintenanceWindowDuration, early) == 0)
    early.now = Self.at(20)
    #expect(value(.maintenanceWindowDuration, early) == nil)
  }

  @Test func frequencyIsOfTheWeeksSinceTheFirstRun() {
    #expect(value(.maintenanceFrequency, used) == 4)
    var inputs = used
    inputs.period = Self.span(240, 240 + 4 * 168)
    inputs.now = Self.at(240 + 2 * 168)
    #expect(value(.maintenanceFrequency, inputs) == 2)
    // The week in which summer time ends has an hour more, and that in which it begins one less.
    for hours in [169.0, 167] {
      inputs.period = Self.span(240, 240 + hours)
      inputs.now = Self.at(1000)
      #expect(value(.maintenanceFrequency, inputs) == 4)
    }
  }

  @Test func durationIsTheMedianOfRunsThatAreOver() {
    #expect(value(.maintenanceDuration, used) == 4 * 3_600.0, "2, 4 and 5 h")
    var inputs = used
    inputs.runs.removeAll(where: \.isOver)
    #expect(value(.maintenanceDuration, inputs) == nil)
  }

  @Test func downtimeIsBesideWorkThatWasPlanned() {
    var inputs = used
    #expect(value(.unplannedDowntime, inputs) == nil, "nobody looked")
    inputs.samples = ["maint_endpoint_up": [samples([(241, 1), (249, 0), (251, 0), (253, 1)])]]
    // Without the two hours of the second run.
    #expect(value(.unplannedDowntime, inputs) == 2 * 3_600.0)
    inputs.incidents = [
      .init(isCritical: true, openedAt: Self.at(252.5), resolvedAt: Self.at(256)),
      .init(isCritical: false, openedAt: Self.at(270), resolvedAt: nil),
      .init(isCritical: true, openedAt: Self.at(400), resolvedAt: nil),
    ]
    #expect(value(.unplannedDowntime, inputs) == (2 + 3 + 5) * 3_600.0)
    // The emergency at the beginning does not excuse it.
    inputs.incidents = [.init(isCritical: true, openedAt: Self.at(200), resolvedAt: Self.at(241))]
    #expect(value(.unplannedDowntime, inputs) == 3 * 3_600.0)
  }

  @Test func anOutageReachesOverTheEdges() {
    var inputs = inputs
    var endpoint = samples([])
    endpoint.before = (Self.at(200), 0)
    endpoint.after = (Self.at(900), 1)
    inputs.samples = ["maint_endpoint_up": [endpoint]]
    #expect(value(.unplannedDowntime, inputs) == 168 * 3_600.0)
    endpoint.values = [(Self.at(264), 1), (Self.at(384), 0)]
    inputs.samples = ["maint_endpoint_up": [endpoint]]
    #expect(value(.unplannedDowntime, inputs) == 48 * 3_600.0)
  }

  @Test func whatIsNotKnownOfAnOutageIsNoNumber() {
    var inputs = inputs
    inputs.samples = ["maint_endpoint_up": [samples([(250, 1), (251, 0)])]]
    #expect(figure(.unplannedDowntime, inputs).reason?.contains("how long it was down") == true)
    inputs.samples = ["maint_endpoint_up": [samples([(250, 1), (251, 0), (253, 0)])]]
    #expect(value(.unplannedDowntime, inputs) == 2 * 3_600.0)
    // What is known of one service does not hide that another is down still.
    inputs.samples["maint_endpoint_up"] = [samples([(250, 0), (251, 1)]), samples([(250, 1), (252, 0)])]
    let found = figure(.unplannedDowntime, inputs)
    #expect(found == .atLeast(3_600, "the last sample of 1 of 2 series of maint_endpoint_up is 0"))
    var endpoint = samples([])
    endpoint.before = (Self.at(100), 1)
    inputs.samples = ["maint_endpoint_up": [endpoint]]
    #expect(value(.unplannedDowntime, inputs) == nil, "nothing since long before")
    // No incident says of another time that nothing was down, with maint in use or not.
    inputs.samples = [:]
    inputs.incidents = [.init(isCritical: false, openedAt: Self.at(900), resolvedAt: nil)]
    #expect(value(.unplannedDowntime, inputs) == nil)
    inputs.incidents = [.init(isCritical: false, openedAt: Self.at(100), resolvedAt: nil)]
    #expect(value(.unplannedDowntime, inputs) == nil)
    inputs.runs = [run(Self.span(250, 251))]
    #expect(value(.unplannedDowntime, inputs) == nil)
  }

  @Test func answersAreComparedWithThoseOfTheDayBefore() {
    var inputs = inputs
    inputs.runs = [
      run(Self.span(264, 270), tuned: true), run(Self.span(300, 301), Self.span(310, 311)), run(Self.span(100, 300)),
    ]
    // 1, 2 and 9 before, 3 and 4 meanwhile, 5 and 1 after.
    inputs.samples = [
      "maint_endpoint_seconds": [
        samples([(239, 99), (241, 1), (250, 2), (263, 9), (264, 3), (269, 4), (270, 5), (293, 1), (294, 50)])
      ]
    ]
    #expect(value(.maintenanceImpact, inputs) == 75)
    #expect(value(.performanceDegradation, inputs) == 50)
    #expect(value(.optimizationEffectiveness, inputs) == -50, "slower is less than nothing")
    inputs.runs[0].hasOptimized = false
    #expect(value(.optimizationEffectiveness, inputs) == nil)
    inputs.samples = [:]
    #expect(value(.maintenanceImpact, inputs) == nil)
  }

  @Test func sharesAreOfWhatWasTried() {
    var inputs = inputs
    #expect(value(.maintenanceSuccessRate, inputs) == nil && value(.automationLevel, inputs) == nil)
    (inputs.tasks.tried, inputs.tasks.succeeded, inputs.tasks.rolledBack, inputs.tasks.byClock) = (8, 6, 1, 4)
    inputs.tasks.recoveries = [.seconds(1), .seconds(5), .seconds(60)]
    #expect(value(.maintenanceSuccessRate, inputs) == 75)
    #expect(value(.rollbackFrequency, inputs) == 12.5)
    #expect(value(.automationLevel, inputs) == 50)
    #expect(value(.recoveryTime, inputs) == 5)
    inputs.runs = [run(Self.span(230, 250)), run(Self.span(240, 245))]
    inputs.tasks.processorTime = .seconds(900)
    #expect(value(.resourceUtilization, inputs) == 2.5, "a quarter of an hour of ten")
  }

  @Test func sumsAreOfEachSampleAndIncidentsOfThosePutRight() {
    var inputs = inputs
    inputs.tasks.succeeded = 4
    #expect(value(.customerImpact, inputs) == nil && value(.costEffectiveness, inputs) == nil)
    var noted = samples([(239, 100), (240, 7), (400, 3), (408, 100)])
    noted.thinned = [.init(start: Self.at(300), span: .seconds(3_600), count: 6, mean: 10, least: 1, greatest: 20)]
    inputs.samples = ["customer_impact": [noted], "maintenance_cost": [noted]]
    #expect(value(.customerImpact, inputs) == 70)
    #expect(value(.costEffectiveness, inputs) == 17.5)
    inputs.samples = ["customer_impact": [samples([(250, 1.7e308), (251, 1.7e308)])]]
    #expect(figure(.customerImpact, inputs).reason?.contains("more than a number") == true)
    inputs.incidents = [
      .init(isCritical: true, openedAt: Self.at(200), resolvedAt: Self.at(250)),
      .init(isCritical: false, openedAt: Self.at(250), resolvedAt: Self.at(260)),
      .init(isCritical: false, openedAt: Self.at(250), resolvedAt: Self.at(500)),
    ]
    #expect(value(.issueResolutionTime, inputs) == 30 * 3_600.0)
    // The clock was set back meanwhile: nobody knows how long that was, and it is no time of nothing.
    let unknown = MetricInputs.Incident(isCritical: true, openedAt: Self.at(260), resolvedAt: Self.at(250))
    inputs.incidents.append(unknown)
    #expect(value(.issueResolutionTime, inputs) == 30 * 3_600.0)
    inputs.incidents = [unknown]
    #expect(figure(.issueResolutionTime, inputs).reason?.contains("the clock was set back") == true)
  }

  /// As an earlier maint has left them: by the share of them that were 0.
  @Test func hoursThatWereThinnedWereDownForAShareOfThem() {
    var inputs = inputs
    var endpoint = samples([])
    endpoint.thinned = [
      .init(start: Self.at(250), span: .seconds(3_600), count: 4, mean: 1, least: 1, greatest: 1),
      .init(start: Self.at(251), span: .seconds(3_600), count: 4, mean: 0.25, least: 0, greatest: 1),
      .init(start: Self.at(252), span: .seconds(3_600), count: 4, mean: 1, least: 1, greatest: 1),
    ]
    inputs.samples = ["maint_endpoint_up": [endpoint]]
    #expect(value(.unplannedDowntime, inputs) == 0.75 * 3_600.0)
  }

  /// An hour of -1 and 0.5 was down for half of it; of a number that is none of these it is not told how long.
  @Test(arguments: [(-0.25, -1, 0.5, 0.5), (-5e299, -1e300, 1, 0.5), (-1e308, -1.7e308, 1.7e308, 0.794), (0, 0, 0, 1)])
  func aShareOfAnHourIsNoMoreThanTheHour(_ mean: Double, _ least: Double, _ greatest: Double, _ share: Double) throws {
    var inputs = inputs
    var endpoint = samples([(252, 1)])
    endpoint.thinned = [
      .init(start: Self.at(251), span: .seconds(3_600), count: 2, mean: mean, least: least, greatest: greatest)
    ]
    inputs.samples = ["maint_endpoint_up": [endpoint]]
    let found = try #require(value(.unplannedDowntime, inputs))
    #expect(abs(found / 3_600 - share) < 0.01)
  }
}
