import Testing

@testable import Statistics

@Suite struct SeriesTests {
  @Test func pointsAreOrderedAndWhatIsNoNumberLeftOut() {
    let series = Series([
      .init(time: 3, value: 30, weekday: 3), .init(time: 1, value: .nan, weekday: 1),
      .init(time: 2, value: 20, weekday: -5), .init(time: .infinity, value: 1, weekday: 0),
      .init(time: 1, value: 10, weekday: 8), .init(time: 2, value: 21, weekday: 2),
      .init(time: 4, value: -.infinity, weekday: 4),
    ])
    #expect(series.points.map(\.time) == [1, 2, 3])
    #expect(series.points.map(\.value) == [10, 21, 30])
    #expect(series.points.map(\.weekday) == [1, 2, 3])
    #expect(series.leftOut == 4)
  }

  @Test func fromTwoWeeksOnDaysAreMedians() {
    let hours = (0..<28 * 24).map { Series.Point(time: Double($0) / 24, value: Double($0 % 24), weekday: $0 / 24 % 7) }
    let bins = Bins(Readings(Series(hours)))
    #expect(bins.count == 28)
    #expect(bins.firsts == (0...28).map { $0 * 24 })
    #expect(Set(bins.values.map { $0 * 16 }) == [11.5])
    #expect(Bins(Readings(Series(hours.prefix(13 * 24)))).count == 13 * 24)
  }
}
