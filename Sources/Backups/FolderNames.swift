import Glibc

/// The names in one folder, ordered by their bytes; in one block, since a folder can hold a million.
package struct FolderNames {
  private var bytes: [CChar] = []
  private var starts: [Int] = []
  private var position = 0

  /// A single name.
  init(_ name: [UInt8]) {
    bytes = name.map(CChar.init(bitPattern:)) + [0]
    starts = [0]
  }

  /// nil with `errno` where the folder cannot be read. The descriptor stays open.
  package init?(descriptor: Int32) {
    // closedir closes what it was given.
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { return nil }
    guard let folder = fdopendir(copy) else {
      close(copy)
      return nil
    }
    defer { closedir(folder) }
    errno = 0
    while let entry = readdir(folder) {
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 1) { name in
          let length = strlen(name)
          let isDots = name[0] == 46 && (length == 1 || length == 2 && name[1] == 46)
          if !isDots {
            starts.append(bytes.count)
            bytes.append(contentsOf: UnsafeBufferPointer(start: name, count: length + 1))
          }
        }
      }
      errno = 0
    }
    guard errno == 0 else { return nil }
    bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      starts.sort { strcmp(base + $0, base + $1) < 0 }
    }
  }

  /// The next name with its NUL; nil after the last.
  package mutating func next() -> [CChar]? {
    guard position < starts.count else { return nil }
    let start = starts[position]
    position += 1
    var end = start
    while bytes[end] != 0 { end += 1 }
    return Array(bytes[start...end])
  }
}
