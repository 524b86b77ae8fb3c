import Testing

@testable import Reporting

@Suite struct HumanFormsTests {
  @Test(arguments: [
    (Duration.zero, "0 ms"), (.milliseconds(8), "8 ms"), (.microseconds(99_499), "99 ms"),
    (.microseconds(99_500), "0.1 s"), (.milliseconds(300), "0.3 s"), (.milliseconds(9_949), "9.9 s"),
    (.milliseconds(9_950), "10 s"), (.seconds(12), "12 s"), (.milliseconds(59_499), "59 s"),
    (.milliseconds(59_500), "1 min 00 s"), (.seconds(184), "3 min 04 s"), (.milliseconds(3_599_499), "59 min 59 s"),
    (.milliseconds(3_599_500), "1 h 00 min"), (.seconds(7500), "2 h 05 min"), (.seconds(86_369), "23 h 59 min"),
    (.seconds(86_370), "1 d 00 h"), (.seconds(273_600), "3 d 04 h"), (.seconds(-184), "-3 min 04 s"),
  ])
  func durations(duration: Duration, text: String) {
    #expect(HumanDuration(duration).description == text)
  }

  @Test(arguments: [
    (0, "0 B"), (-1, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (10_189, "10 KiB"),
    (1_048_063, "1023 KiB"), (1_048_064, "1.0 MiB"), (12 << 20, "12 MiB"), (3 << 30, "3.0 GiB"), (Int.max, "8.0 EiB"),
  ])
  func sizes(bytes: Int, text: String) {
    #expect(ByteSize(bytes).description == text)
  }

  @Test(arguments: [
    (0.0, "0"), (-3, "-3"), (0.91, "0.91"), (1e15, "1000000000000000"), (1e20, "1e+20"), (.nan, "NaN"),
    (.infinity, "+Inf"), (-.infinity, "-Inf"),
  ])
  func metricValues(value: Double, text: String) {
    #expect(MetricValue(value).description == text)
  }

  @Test(arguments: [
    ("plain", 5), ("日本語", 6), ("e\u{301}", 1), ("🙂", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("✓ – …", 5),
    ("\u{1B}[1;31mred\u{1B}[0m", 3),
  ])
  func widths(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test(arguments: [
    ("10 %\r20 %\r100 %\n", ["100 %"]), ("a\r\nb\n", ["a", "b"]), ("a\r", ["a"]), ("\n\n", ["", ""]), ("a\rb", ["b"]),
    ("long\rx\r\r\n", ["x"]),
  ])
  func overwrittenLines(output: String, lines: [String]) {
    var assembler = LineAssembler(longest: 100)
    var completed: [[UInt8]] = []
    for byte in output.utf8 { assembler.append([byte]) { completed.append($0) } }
    let rest = assembler.finish().map { [$0] } ?? []
    #expect((completed + rest).map { String(decoding: $0, as: UTF8.self) } == lines)
  }

  @Test func aLongLineIsCutAndMarked() {
    var assembler = LineAssembler(longest: 3)
    var completed: [String] = []
    assembler.append(Array("abcdef\nabc\n".utf8)) { completed.append(String(decoding: $0, as: UTF8.self)) }
    #expect(completed == ["abc…", "abc"])
  }
}
