import Testing

@testable import Statistics

/// Whether intervals of 80 % hold the true date so often: 200 series of 60 days of each kind, 21 to 63 days ahead.
///
/// The true date is that of the series without its noise.
@Suite struct CoverageTests {
  enum Kind: CaseIterable {
    case white, autocorrelated, season, sawTooth, bend, heavy

    var noise: MadeUpSeries.Noise {
      switch self {
      case .autocorrelated: .autocorrelated
      case .heavy: .heavy
      case .white, .season, .sawTooth, .bend: .white
      }
    }

    func truth(at time: Double) -> Double {
      switch self {
      case .white, .autocorrelated, .heavy: 0.3 * time
      case .season: 0.3 * time + MadeUpSeries.season[Int(time) % 7]
      // Two a day, and each Monday what is older than a week goes.
      case .sawTooth: 0.3 * time + 2 * Double(Int(time) % 7)
      case .bend: 0.1 * time + 1.2 * max(0, time - 30)
      }
    }

    var isByDay: Bool { self == .season || self == .sawTooth }
  }

  @Test(arguments: Kind.allCases)
  func intervalsHoldTheTrueDate(kind: Kind) {
    var covered = 0
    var forecasts = 0
    for seed in 0..<200 {
      var made = MadeUpSeries(seed: seed)
      let noise = made.noise(kind.noise, count: 60)
      let series = MadeUpSeries.daily(noise.indices.map { kind.truth(at: Double($0)) + noise[$0] })
      var day = 59 + 21 + 42 * made.uniform()
      // With a season the limit is somewhere on the way to a new height.
      if kind.isByDay { day = day.rounded() }
      let limit = kind.truth(at: day)
      if kind.isByDay { day = (60...200).map { Double($0) }.first { kind.truth(at: $0) >= limit } ?? day }
      guard case .reaches(let arrival) = Forecast(of: series, to: Limit(limit, .above), cuts: 0).outcome else {
        continue
      }
      forecasts += 1
      let latest = arrival.latest ?? .infinity
      if arrival.earliest <= MadeUpSeries.start + day, MadeUpSeries.start + day <= latest { covered += 1 }
    }
    let share = Double(covered) / Double(forecasts)
    #expect(forecasts >= 180, "\(kind)")
    #expect(share >= 0.75 && share <= (kind.isByDay ? 1 : 0.9), "\(kind): \(share)")
  }

  /// What grows faster and faster is no line: the past tells so, and of lines it hardly ever does.
  @Test(arguments: [true, false])
  func growthThatIsNoLineIsDoubtful(isLine: Bool) {
    var (doubtful, dates) = (0, 0)
    for seed in 0..<60 {
      var made = MadeUpSeries(seed: seed)
      let noise = made.noise(.white, count: 120)
      let series = MadeUpSeries.daily(
        noise.indices.map { index in
          let time = Double(index)
          return (isLine ? 30 + 0.25 * time : 30 + 0.05 * time + 0.0008 * time * time) + 0.3 * noise[index]
        })
      let forecast = Forecast(of: series, to: Limit(90, .above))
      guard case .reaches = forecast.outcome else { continue }
      dates += 1
      if forecast.isDoubtful { doubtful += 1 }
    }
    #expect(dates > 50)
    #expect(isLine ? doubtful < dates / 10 : doubtful > dates * 3 / 4, "\(doubtful) of \(dates)")
  }
}
