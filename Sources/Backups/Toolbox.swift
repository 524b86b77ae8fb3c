import Glibc

/// The programs of the host that do the work, found once.
package struct Toolbox: Sendable {
  /// How archives are packed.
  enum Packing: Sendable {
    case zstd(String)
    case gzip(String)

    var program: String {
      switch self {
      case .zstd(let path), .gzip(let path): path
      }
    }

    /// The end of the archive's name.
    var suffix: String {
      switch self {
      case .zstd: "tar.zst"
      case .gzip: "tar.gz"
      }
    }
  }

  /// How files are hashed: a program, its arguments before the names, and what ends each of its lines of 64 hexadecimal
  /// digits, two characters and the name.
  struct Hashing: Sendable {
    var program: String
    var arguments: [String]
    var separator: UInt8
  }

  let path: String
  let tar: String
  package let sha256sum: String
  private let openssl: String?
  let xargs: String
  package let find: String
  let rm: String
  let sync: String
  private let zstd: String?
  private let gzip: String?

  /// `path` is searched as `PATH` is. Throws where a program without which nothing works is missing.
  package init(path: String = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin") throws(BackupFailure) {
    self.path = path
    tar = try Self.need("tar", path, package: "tar")
    sha256sum = try Self.need("sha256sum", path, package: "coreutils")
    openssl = Self.search("openssl", path)
    xargs = try Self.need("xargs", path, package: "findutils")
    find = try Self.need("find", path, package: "findutils")
    rm = try Self.need("rm", path, package: "coreutils")
    sync = try Self.need("sync", path, package: "coreutils")
    zstd = Self.search("zstd", path)
    gzip = Self.search("gzip", path)
  }

  /// For a new archive: zstd where it is installed.
  func packing() throws(BackupFailure) -> Packing {
    if let zstd { return .zstd(zstd) }
    if let gzip { return .gzip(gzip) }
    throw Self.missing("gzip", package: "zstd or gzip")
  }

  /// For an archive that is there.
  func packing(of archive: String) throws(BackupFailure) -> Packing {
    if archive.hasSuffix(".gz") {
      guard let gzip else { throw Self.missing("gzip", package: "gzip") }
      return .gzip(gzip)
    }
    guard let zstd else { throw Self.missing("zstd", package: "zstd") }
    return .zstd(zstd)
  }

  /// openssl where it is installed: it uses the processor's instructions for SHA-256, which the sha256sum of many
  /// distributions does not, and takes a third of the time. What it would write in another way, or take for an option, is
  /// for sha256sum: names with a line break, and those that begin with a dash.
  func hashing(plainNames: Bool) -> Hashing {
    if plainNames, let openssl {
      return Hashing(
        program: openssl, arguments: ["dgst", "-sha256", "-r"], separator: UInt8(ascii: "\n"))
    }
    return Hashing(program: sha256sum, arguments: ["-z", "--"], separator: 0)
  }

  static func isPlain(_ name: some Collection<UInt8>) -> Bool {
    name.first != UInt8(ascii: "-") && !name.contains(UInt8(ascii: "\n"))
  }

  /// Only what steps wrote is copied by it.
  func copying() throws(BackupFailure) -> String { try Self.need("cp", path, package: "coreutils") }

  private static func search(_ name: String, _ path: String) -> String? {
    path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  private static func need(_ name: String, _ path: String, package: String) throws(BackupFailure) -> String {
    guard let found = search(name, path) else { throw missing(name, package: package) }
    return found
  }

  private static func missing(_ name: String, package: String) -> BackupFailure {
    BackupFailure(
      .tool, "the program \(name) is not installed, so nothing can be backed up or restored",
      hint: "install \(package)")
  }
}
