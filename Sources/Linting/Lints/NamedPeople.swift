/// Whom a name of the schedules means on this host, as whoever approves or signs is looked up.
enum NamedPeople {
  case user
  /// How many belong to it changes from day to day.
  case group
  case emptyGroup
  /// Somebody of another host, or nobody; `isGroup`: said to be a group.
  case unknown(isGroup: Bool)

  /// A user or a group; with `%` before it a group.
  init(_ name: String, _ host: some LintHost) {
    let isGroup = name.hasPrefix("%")
    let group = isGroup ? String(name.dropFirst()) : name
    if !isGroup, host.isUser(name) {
      self = .user
    } else if host.isGroup(group) {
      self = host.isEmptyGroup(group) ? .emptyGroup : .group
    } else {
      self = .unknown(isGroup: isGroup)
    }
  }

  var isSomebody: Bool {
    switch self {
    case .user, .group: true
    case .emptyGroup, .unknown: false
    }
  }

  /// Whether it stands for one and no more.
  var isOne: Bool {
    switch self {
    case .user, .unknown(isGroup: false): true
    case .group, .emptyGroup, .unknown(isGroup: true): false
    }
  }
}
