import Catalog

/// All that an approval is given for. Where some of it is different later, the approval counts no more.
package struct ApprovalSubject: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The task's steps as resolved, with what the schedule and the defaults add to the runbook; a hash. And each `setting`.
    case plan
    /// Its text; a hash.
    case runbook
    /// By its name; the value itself.
    case parameter
    /// One that a shell text sources, by its path; a hash.
    case file
    /// Whose word is needed, by its number.
    case demand
    /// Its window, in words. Requests of earlier versions have none.
    case window
    /// What the last rehearsal of just this changed; a hash. Nothing where there was none.
    case rehearsal
  }

  package struct Part: Sendable, Hashable {
    package var kind: Kind
    /// Different for each part of a kind.
    package var name: String
    package var value: String

    package init(_ kind: Kind, _ name: String, _ value: String) {
      self.kind = kind
      self.name = name
      self.value = value
    }

    /// What the schedule and the defaults say of how it is run, such as what it needs first, by the name of the key. A request
    /// has those that its version of maint knew. An earlier one than this takes a request with any for that of another plan:
    /// of a kind of their own it could read nothing.
    package static func setting(_ name: String, _ words: String) -> Part { Part(.plan, prefix + name, words) }

    /// No task is called so.
    private static let prefix = "setting "

    /// nil: it is none.
    fileprivate var setting: String? {
      kind == .plan && name.hasPrefix(Self.prefix) ? String(name.dropFirst(Self.prefix.count)) : nil
    }
  }

  package var parts: [Part]

  package init(_ parts: [Part]) { self.parts = parts }

  /// What is hashed: each part with the lengths of its texts, so that no two subjects have the same.
  package var text: String {
    parts.map { part in
      "\(part.kind.rawValue) \(part.name.utf8.count) \(part.name) \(part.value.utf8.count) \(part.value)\n"
    }.joined()
  }

  /// What of it is not so any more in a later one, in words; empty: what was approved is what is now.
  ///
  /// A rehearsal that was made since, where there was none before, takes nothing away from what was approved.
  package func differences(to now: ApprovalSubject) -> [String] {
    var found: [String] = []
    for kind in [Kind.runbook, .parameter, .file, .demand, .window, .rehearsal] {
      let (old, new) = (values(of: kind), now.values(of: kind))
      if kind == .rehearsal, old.isEmpty || new.isEmpty { continue }
      // What was approved before windows were a part of it is approved still.
      if kind == .window, old.isEmpty { continue }
      for name in Set(old.keys).union(new.keys).sorted() where old[name] != new[name] {
        // The same people in another order are the same people.
        if kind == .demand, let old = old[name], let new = new[name],
          DemandWords(old.text) == DemandWords(new.text)
        {
          continue
        }
        found.append(Self.words(kind, name.text, from: old[name]?.text, to: new[name]?.text))
      }
    }
    // So is what was approved before a setting was a part of it.
    for (name, old) in settings.sorted(by: { $0.key < $1.key }) where now.settings[name] != old {
      found.append("\(name): \(old.text) before, \(now.settings[name]?.text ?? "none") now")
    }
    // A step that differs because of what was told already is not told twice.
    if found.isEmpty, values(of: .plan) != now.values(of: .plan) {
      found.append("what the schedule or the defaults say of it changed")
    }
    return found
  }

  private func values(of kind: Kind) -> [ExactText: ExactText] {
    let own = parts.lazy.filter { $0.kind == kind && $0.setting == nil }
    return Dictionary(own.map { (ExactText($0.name), ExactText($0.value)) }) { first, _ in first }
  }

  private var settings: [String: ExactText] {
    Dictionary(parts.compactMap { part in part.setting.map { ($0, ExactText(part.value)) } }) { first, _ in first }
  }

  private static func words(_ kind: Kind, _ name: String, from old: String?, to new: String?) -> String {
    switch (kind, old, new) {
    case (.parameter, nil, let new?): "the parameter \(name) is new: \(quoted(new))"
    case (.parameter, let old?, nil): "the parameter \(name) is gone: it was \(quoted(old))"
    case (.parameter, let old, let new): "\(name) was \(quoted(old ?? "")) and is \(quoted(new ?? ""))"
    case (.file, nil, _): "the file \(name) is sourced now"
    case (.file, _, nil): "the file \(name) is sourced no more"
    case (.file, _, _): "the file \(name) changed"
    case (.demand, nil, let new?): "also approval of \(new) is demanded now"
    case (.demand, let old?, nil): "approval of \(old) is demanded no more"
    case (.demand, let old, let new): "who approves it was \(old ?? "") and is \(new ?? "")"
    case (.window, let old, let new): "it was to begin \(old ?? "") and is to begin \(new ?? "")"
    case (.rehearsal, _, _): "another rehearsal changed other things"
    case (.runbook, _, _): "the runbook \(name) changed"
    case (.plan, _, _): "its plan changed"
    }
  }

  private static func quoted(_ value: String) -> String { "'\(value)'" }
}
