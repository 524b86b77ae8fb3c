import Testing
import Foundation

@testable import Formatting

/// Whatever a file looks like: its tree, its comments and their order stay, and once is enough.
@Suite struct PropertyTests {
  @Test(arguments: 0..<8)
  func formattingChangesNoMeaningAndOnceIsEnough(_ seed: UInt64) {
    var documents = RandomDocument(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ 0x5DEE_CE66_D1CE_4E5B)
    for i in 0..<4000 { let t = documents.next(); if isBroken(t) { try? t.write(toFile: "/tmp/fmtfail/\(seed)-\(i).yaml", atomically: false, encoding: .utf8) } }
  }

  /// The rest of a seed would tell the same again.
  private func isBroken(_ text: String) -> Bool {
    guard let once = formatted(text), let twice = formatted(once) else { return true }
    let isSettled = once == twice
    let isTidy = !once.hasPrefix("\n") && (once.isEmpty || once.hasSuffix("\n")) && !once.contains("\r")
    #expect(isSettled && isTidy, "\(text)\nbecame\n\(once)\nand then\n\(twice)")
    return !isSettled || !isTidy
  }
}
