/// A file of a project's folder whose name only nearly ends in `.yaml`: what it says has no effect, and perhaps nobody knows.
struct UnreadFile {
  var name: String
  /// What its name ends in.
  var ending: String
  /// The name by which it would be read.
  var readName: String
  /// It looks like one that somebody, an editor or a package manager has put aside.
  var isAside: Bool

  /// By their order. A copy that lies beside the file which is read says nothing, and what has quite another name is no file of
  /// maint's.
  static func all(of names: [String]) -> [UnreadFile] {
    let known = Set(names)
    return names.compactMap { UnreadFile($0) }.filter { !$0.isAside || !known.contains($0.readName) }
  }

  private init?(_ name: String) {
    self.name = name
    if name.hasSuffix(".yml") {
      (ending, readName, isAside) = (".yml", "\(name.dropLast(4)).yaml", false)
      return
    }
    guard let ending = Self.endings.first(where: name.hasSuffix) else { return nil }
    var stem = name.dropLast(ending.count)
    for suffix in [".yaml", ".yml"] where stem.hasSuffix(suffix) { stem = stem.dropLast(suffix.count) }
    // Of another sort: 'README.md.bak'.
    if stem.isEmpty || stem.contains(".") { return nil }
    (self.ending, readName, isAside) = (ending, "\(stem).yaml", true)
  }

  private static let endings = [
    ".bak", ".old", ".orig", ".save", "~", ".rpmsave", ".rpmorig", ".dpkg-old", ".dpkg-bak", ".ucf-old",
  ]
}
