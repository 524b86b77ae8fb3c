import Foundation

/// A program of the host that a test drives: a shell, a formatter of manuals.
enum HostTool {
  /// Nil, with the reason printed, where the host has none of that name.
  static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    let path = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    if path == nil { print("not tested with \(name): it is not installed here") }
    return path
  }

  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Ended by `timeout` after 30 s. The input goes through a file, so that no pipe can fill up.
  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:], in folder: TemporaryFolder
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["timeout", "30"] + arguments
    process.environment = ["PATH": "\(folder.path):/usr/bin:/bin", "HOME": folder.path, "TERM": "dumb"]
      .merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let files = try ["input", "output", "errors"].map { name in
      let path = "\(folder.path)/.\(UUID().uuidString).\(name)"
      try Data((name == "input" ? input : "").utf8).write(to: URL(fileURLWithPath: path))
      return path
    }
    process.standardInput = FileHandle(forReadingAtPath: files[0])
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
    return Result(status: process.terminationStatus, output: texts[1], errors: texts[2])
  }
}
