extension Window {
  /// The days on which a window opens: those that one of the rules names, in certain months.
  package struct Days: Sendable, Hashable {
    /// As written.
    package var rules: [DayRule]
    package var months: [Month]

    package init(_ rules: [DayRule] = [.every], months: [Month] = Month.allCases) {
      self.rules = rules
      self.months = months
    }

    package func contains(_ date: CivilDate) -> Bool {
      has(month: date.month) && matches(day: date.day, of: MonthShape(month: date.month, of: date.year))
    }

    /// nil where there is none any more, such as of February 30.
    package func first(onOrAfter date: CivilDate) -> CivilDate? {
      search(from: date, by: 1) { shape, isFirstMonth in
        let from = isFirstMonth ? date.day : 1
        return from > shape.length ? nil : (from...shape.length).first { matches(day: $0, of: shape) }
      }
    }

    package func last(onOrBefore date: CivilDate) -> CivilDate? {
      search(from: date, by: -1) { shape, isFirstMonth in
        let to = isFirstMonth ? min(date.day, shape.length) : shape.length
        return (1...to).last { matches(day: $0, of: shape) }
      }
    }

    /// The months that have no such day, in some years or in all, although the window names them or leaves them in.
    package var gaps: [Month] {
      months.filter { month in !MonthShape.all(of: month).allSatisfy(hasDay) }
    }

    /// No year has such a day.
    package var isEmpty: Bool {
      months.allSatisfy { month in !MonthShape.all(of: month).contains(where: hasDay) }
    }

    /// A leap year whose February begins on a given weekday comes again after 28 years, or after 40 where a year such as
    /// 2100 lies between; nothing that a rule can ask for is rarer.
    private static let longestGap = 41 * 12

    private func search(
      from date: CivilDate, by direction: Int, day: (_ shape: MonthShape, _ isFirstMonth: Bool) -> Int?
    ) -> CivilDate? {
      let start = date.year * 12 + date.month - 1
      for distance in 0...Self.longestGap {
        let index = start + direction * distance
        let (year, month) = (index.flooredQuotient(by: 12), index.flooredRemainder(by: 12) + 1)
        guard has(month: month) else { continue }
        if let day = day(MonthShape(month: month, of: year), distance == 0) {
          return CivilDate(year: year, month: month, day: day)
        }
      }
      return nil
    }

    private func has(month: Int) -> Bool {
      months.count == 12 || months.contains { $0.rawValue == month }
    }

    private func matches(day: Int, of shape: MonthShape) -> Bool {
      rules.contains { $0.matches(day: day, of: shape) }
    }

    private func hasDay(_ shape: MonthShape) -> Bool {
      (1...shape.length).contains { matches(day: $0, of: shape) }
    }
  }
}

extension Window.Days: CustomStringConvertible {
  /// `First_Sunday, 15 in March, June`; the months where they are not all, `every day` for every one.
  package var description: String {
    let days = rules == [.every] ? "every day" : rules.map(\.description).joined(separator: ", ")
    return months.count == 12 ? days : "\(days) in \(months.map(\.name).joined(separator: ", "))"
  }
}
