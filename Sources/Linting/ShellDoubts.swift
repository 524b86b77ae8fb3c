/// What cannot be told of a text and of all that it reads in: it only ever grows.
struct ShellDoubts {
  /// They are set in several places, in a branch, a loop, a subshell or a function, by `read` and the like, or were given
  /// and are set again.
  var variables: Set<String> = []
  /// It goes into a folder at places that need not be reached.
  var isFolder = false
  /// It reads in what nobody knows, which may set any variable and go into any folder.
  var isAll = false

  func contains(_ other: ShellDoubts) -> Bool {
    other.variables.isSubset(of: variables) && (isFolder || !other.isFolder) && (isAll || !other.isAll)
  }

  mutating func formUnion(_ other: ShellDoubts) {
    variables.formUnion(other.variables)
    isFolder = isFolder || other.isFolder
    isAll = isAll || other.isAll
  }
}
