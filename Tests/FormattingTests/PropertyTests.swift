import Testing

@testable import Formatting

/// Whatever a file looks like: its tree, its comments and their order stay, and once is enough.
@Suite struct PropertyTests {
  @Test(arguments: 0..<8)
  func formattingChangesNoMeaningAndOnceIsEnough(_ seed: UInt64) {
    var documents = RandomDocument(seed: seed)
    for _ in 0..<300 where isBroken(documents.next()) { return }
  }

  private func isBroken(_ text: String) -> Bool {
    // Trees and comments are compared by the formatter itself.
    guard let once = formatted(text), let twice = formatted(once) else { return true }
    let isSettled = once == twice
    let isTidy = !once.hasPrefix("\n") && (once.isEmpty || once.hasSuffix("\n")) && !once.contains("\r")
    #expect(isSettled && isTidy, "\(text)\nbecame\n\(once)\nand then\n\(twice)")
    return !isSettled || !isTidy
  }
}
