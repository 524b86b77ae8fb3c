import Foundation

/// Runs Debian's Python, which finds Debian's packages, on text; a host without it gives status 127.
package enum PythonScript {
  package struct Result {
    package let status: Int32
    package let output: Data
  }

  /// A script of Tests/Reference.
  package static func reference(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/\(name)").path
  }

  /// With `errorsToo` the output has what is written to stderr as well; else that goes to the test's own.
  package static func run(_ arguments: [String], input: Data = Data(), errorsToo: Bool = false) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: "maint-\(UUID().uuidString)")
    try input.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "600", "/usr/bin/python3"] + arguments
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    if errorsToo { process.standardError = output }
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: data)
  }
}
