import Catalog
import Diagnostics
import Scheduling

/// Freezes that are over. They may be kept on purpose, so it is a note.
enum FreezeLint {
  static func notes(of catalog: Catalog, at now: Timestamp, hostZone: Zone) -> [Diagnostic] {
    catalog.freezes.compactMap { freeze in
      guard freeze.end(in: hostZone) <= now, let place = catalog.freezePlaces[freeze] else { return nil }
      return Diagnostic(
        .pastFreeze, "the freeze ended \(words(freeze.to)) and holds nothing up any more", severity: .note, at: place,
        hint: "remove it, or write the year that is meant")
    }
  }

  private static func words(_ end: CalendarMoment) -> String {
    if case .day = end { "with \(end)" } else { "at \(end)" }
  }
}
