import Backups
import Planning
import Supervision

/// SHA-256 of all files below folders of backups, their seals included, each read once.
struct FileChecksums {
  /// Of the names and checksums of one folder: millions of files.
  private static let outputLimit = 1 << 30

  private let tools: Toolbox

  init() throws(CommandFailure) {
    do throws(BackupFailure) { tools = try Toolbox() } catch { throw CommandFailure(error) }
  }

  /// What is known of the files of one folder.
  struct Result {
    /// In lower-case hexadecimal digits, by the path below the folder; a file that could not be read is left out.
    var checksums: [[UInt8]: String] = [:]
    /// Why not every file was looked at; nil where all were, or where some could not be read.
    var failure: String?
  }

  /// In their order. As many at a time as there are processors.
  func results(of folders: [String]) throws(CommandFailure) -> [Result] {
    try ProgramBatch.run(folders.enumerated().map(specification)).map(Self.result)
  }

  private func specification(_ index: Int, of folder: String) -> ProcessSpecification {
    let unfinished = ["!", "-path", "./\(BackupSeal.fileName).partial"]
    return ProcessSpecification(
      executable: tools.find,
      arguments: ["find", ".", "-type", "f"] + unfinished + ["-exec", tools.sha256sum, "-z", "--", "{}", "+"],
      environment: ["PATH=\(HostEnvironment.path)", "LC_ALL=C"], workingDirectory: folder, grace: .seconds(1),
      outputLimit: Self.outputLimit, cookie: "\(OwnProcess.identity.pid)-checksums-\(index)")
  }

  private static func result(_ result: ProgramBatch.Result?) -> Result {
    guard let result else { return Result(failure: "sha256sum could not be started") }
    var found = Result()
    // With -z a name is never escaped: 64 digits, a space, a space or a star, `./` and the name.
    for record in result.output.split(separator: 0) where record.count > 68 {
      found.checksums[Array(record.dropFirst(68))] = String(decoding: record.prefix(64), as: UTF8.self)
    }
    switch result.cause {
    case _ where !result.isWhole: found.failure = "sha256sum said too much"
    // 1: a file or folder could not be read, which is then missing among the checksums.
    case .exited(0), .exited(1): break
    case .exited, .signalled, .notStarted, .stillRunning:
      let said = String(decoding: result.error, as: UTF8.self).split(separator: "\n").first
      found.failure = said.map(String.init) ?? "sha256sum did not come to its end"
    }
    return found
  }
}
