import Glibc

/// A path to work with: how messages name it, and how the kernel and other programs reach it, whoever exchanges what is
/// above it.
struct Place {
  let path: String
  let reach: String

  init(path: String, reach: String) {
    self.path = path
    self.reach = reach
  }

  /// Where nobody else can exchange anything above it.
  init(_ path: String) { self.init(path: path, reach: path) }

  static func + (place: Place, suffix: String) -> Place {
    Place(path: place.path + suffix, reach: place.reach + suffix)
  }

  var isThere: Bool {
    var status = stat()
    return lstat(reach, &status) == 0
  }
}
