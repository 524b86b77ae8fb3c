import Statistics

extension Staircase {
  /// `climbs by steps of about 7, one every 7 days`
  var words: String {
    // No two steps are the same: two digits of it are known.
    var unit = 1.0
    while abs(height) >= 100 * unit { unit *= 10 }
    while abs(height) < 10 * unit, unit > 1e-12 { unit /= 10 }
    return "\(height > 0 ? "climbs" : "falls") by steps of about "
      + "\(MetricText.significant((abs(height) / unit).rounded() * unit)), one every \(MetricText.decimal(every, 1)) days"
  }
}
