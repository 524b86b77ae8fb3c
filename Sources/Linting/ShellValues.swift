/// What is known of variables and of the working folder at one place of a text.
struct ShellValues {
  /// The paths that a word may stand for.
  struct Paths {
    var paths: [String] = []
    /// It may stand for others, too.
    var isInDoubt = false
    var origins: Set<String> = []
  }

  /// All values that were seen of a variable in doubt; one of any other.
  private var variables: [String: [String]]
  private var folder: String?
  /// The folder is that of the list alone that is joined by `&&`.
  private var isFolderOfList = false
  /// It was gone into at all.
  private var hasMoved = false
  /// Of those that the texts set, the given ones that their values were made of.
  private var origins: [String: Set<String>] = [:]
  private var originsOfFolder: Set<String> = []
  private let doubts: ShellDoubts

  init(variables: [String: String], folder: String, _ doubts: ShellDoubts) {
    self.variables = variables.mapValues { [$0] }
    (self.folder, self.doubts) = (folder, doubts)
  }

  // MARK: - What the text does

  /// The next command begins.
  mutating func begin(_ call: ShellCall) {
    if isFolderOfList, !call.isJoined { (folder, isFolderOfList) = (nil, false) }
  }

  /// `raw`: `name=value`, as it is written.
  mutating func set(_ name: String, _ raw: String) {
    let value = expanded(Array(raw.utf8.dropFirst(name.utf8.count + 1)))
    origins[name] = value.origins.union(origins[name] ?? [])
    let values = value.isWhole ? value.texts : []
    if doubts.variables.contains(name) {
      let known = variables[name] ?? []
      variables[name] = Array((known + values.filter { !known.contains($0) }).prefix(ShellExpansion.most))
    } else {
      variables[name] = values
    }
  }

  mutating func goInto(_ call: ShellCall) {
    hasMoved = true
    let words = call.words.dropFirst()
    let found = words.first.map { paths(call.script.raw($0), isNested: false) } ?? Paths()
    originsOfFolder.formUnion(found.origins)
    // A shell goes back by the names that it went by, and the kernel by the folders that are there.
    let isPlain = words.count == 1 && !found.isInDoubt && found.paths.count == 1
    let path = found.paths.first.flatMap { isPlain && !$0.split(separator: "/").contains("..") ? $0 : nil }
    folder = path.flatMap { words.first?.text.hasPrefix("-") == true ? nil : $0 }
    isFolderOfList = call.joinsNext
  }

  // MARK: - Words

  /// `isNested`: it stands where the order of the text is not that in which it is carried out.
  func paths(_ raw: String, isNested: Bool) -> Paths {
    let word = expanded(Array(raw.utf8))
    var found = Paths(isInDoubt: word.isInDoubt || !word.isWhole, origins: word.origins)
    for text in word.isWhole ? word.texts : [] {
      // A name without a slash is looked for in PATH.
      guard text.contains("/") else {
        found.isInDoubt = true
        continue
      }
      guard !text.hasPrefix("/") else {
        found.paths.append(text)
        continue
      }
      if doubts.isFolder || doubts.isAll || isNested && hasMoved { found.isInDoubt = true }
      found.origins.formUnion(originsOfFolder)
      guard let folder else {
        found.isInDoubt = true
        continue
      }
      found.paths.append("\(folder == "/" ? "" : folder)/\(text)")
    }
    return found
  }

  private func expanded(_ raw: [UInt8]) -> ShellExpansion {
    var expansion = ShellExpansion()
    expansion.read(raw) { name in variables[name] ?? [] }
    let names = expansion.names
    expansion.isInDoubt = names.contains {
      doubts.isAll || doubts.variables.contains($0) || doubts.variables.contains("IFS")
    }
    expansion.origins = names.reduce(into: []) { found, name in found.formUnion(origins[name] ?? [name]) }
    return expansion
  }
}
