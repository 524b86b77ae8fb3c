import Checklists

/// What `maint checklist` does to an item.
enum ChecklistAction: String, CaseIterable {
  case start, done, undo

  /// The one that the item has then.
  var marker: Marker {
    switch self {
    case .start: .inProgress
    case .done: .done
    case .undo: .open
    }
  }
}
