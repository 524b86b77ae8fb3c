import Metrics
import Reporting
import RunLog

/// A series that may be looked into.
struct LimitedSeries {
  var series: SeriesKey
  var latest: Measurement
  var limit: SeriesLimit

  /// How far its last value is from the limit, as a share of the greater of both; 0: it is there, or beyond.
  var distance: Double {
    let (last, end) = (latest.value, limit.value)
    // Where nobody says from which side it comes, beyond is where most of what has a limit is when it is full.
    let isBeyond = (limit.side ?? SeriesLimit.side(ofName: series.name)) == .above ? last <= end : last >= end
    if isBeyond { return 0 }
    let share = abs(last - end) / max(abs(last), abs(end))
    // Of what no number can hold.
    return share.isNaN ? 2 : share
  }

  /// So many of those that are nearest to their limits, in the order of their names.
  static func nearest(_ all: [LimitedSeries], _ most: Int) -> [LimitedSeries] {
    if all.count <= most { return all }
    let ranked = all.enumerated().map { (distance: $0.element.distance, place: $0.offset) }.sorted {
      ($0.distance, $0.place) < ($1.distance, $1.place)
    }
    return ranked.prefix(most).map(\.place).sorted().map { all[$0] }
  }
}
