/// The key of a value that stands in a file of its own, because not all may read it.
enum FileKey: String, SchemaKey {
  case file

  static let construct = "a map with a file"
  static let requiredKeys: [FileKey] = [.file]

  var field: Field { Field(.absolutePath, "The file that holds the value, readable for maint's user alone.") }
}
