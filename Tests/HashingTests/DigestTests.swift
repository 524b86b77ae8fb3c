import CLinux
import Foundation
import Testing

@testable import Hashing

@Suite struct DigestTests {
  /// Around the ends of blocks, in pieces of all sizes, by either way of the processor.
  @Test(arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000]) func itIsThatOfSha256sum(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ size) }
    let expected = try sum(bytes)
    for piece in [1, 7, 64, 200] {
      var digest = Digest()
      var hash = maint_sha256()
      maint_sha256_begin(&hash, 0)
      for start in stride(from: 0, to: size, by: piece) {
        let part = bytes[start..<min(size, start + piece)]
        digest.take(part)
        part.withUnsafeBytes { maint_sha256_take(&hash, $0.baseAddress, $0.count) }
      }
      var digits = [CChar](repeating: 0, count: 64)
      maint_sha256_end(&hash, &digits)
      #expect(String(decoding: digest.digits(), as: UTF8.self) == expected)
      #expect(String(decoding: digits.map(UInt8.init(bitPattern:)), as: UTF8.self) == expected)
    }
  }

  @Test func zerosAreAsWritten() throws {
    var digest = Digest()
    digest.take(zeros: 200_000)
    #expect(String(decoding: digest.digits(), as: UTF8.self) == (try sum([UInt8](repeating: 0, count: 200_000))))
  }

  private func sum(_ bytes: [UInt8]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(bytes))
    try input.fileHandleForWriting.close()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: text.prefix(64), as: UTF8.self)
  }
}
