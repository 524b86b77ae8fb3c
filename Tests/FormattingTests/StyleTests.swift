import Testing

/// What becomes of blocks, brackets, texts and the frame of a file; the right side of each stays as it is.
@Suite struct StyleTests {
  @Test(arguments: [
    ("a:\n    b:\n     - c\n     -   d\n", "a:\n  b:\n    - c\n    - d\n"),
    ("a:\n- b\n- c:\n  - d\n", "a:\n  - b\n  - c:\n      - d\n"),
    ("a :   b\n\"c\" : d\ne:\tf\n", "a: b\n\"c\": d\ne: f\n"),
    ("-\n  a: 1\n  b: 2\n-\n  - x\n  -\n    - y\n", "- a: 1\n  b: 2\n- - x\n  - - y\n"),
    ("-   a: 1\n    b:\n       c: 2\n", "- a: 1\n  b:\n    c: 2\n"), ("a:\nb:   \n-c:\n", "a:\nb:\n-c:\n"),
    ("-\n- \n-\ta\n", "-\n-\n- a\n"), ("a:\n  word\nb:\n\n  \"x\"\n", "a: word\nb: \"x\"\n"),
    ("   a: b\n   c: d\n", "a: b\nc: d\n"), ("a: b   \nc:\td \t\n", "a: b\nc: d\n"),
  ])
  func blocks(_ before: String, _ after: String) { expect(before, becomes: after) }

  @Test(arguments: [
    ("a: { b : c,d: e }\n", "a: {b: c, d: e}\n"), ("a: [ b,c , [d] ,{ } ]\n", "a: [b, c, [d], {}]\n"),
    ("a: [b, ]\nc: {d: e,}\n", "a: [b]\nc: {d: e}\n"), ("[ ]", "[]\n"), ("a: {\n}\nb: [\n  ]\n", "a: {}\nb: []\n"),
    ("{\"a\":1, b, c: }", "{\"a\": 1, b, c}\n"), ("[a: 1, \"b\":2, c: ]", "[a: 1, \"b\": 2, c: ]\n"),
    ("{a:: }", "{a:: }\n"), ("a:\n  [b,\n  c]\n", "a: [\n  b,\n  c,\n]\n"),
    ("- [a,\n   {b: c,\n    d: e}]\n", "- [\n    a,\n    {\n      b: c,\n      d: e,\n    },\n  ]\n"),
    ("- k: {a: [1, 2],\n   b: x}\n", "- k: {\n    a: [1, 2],\n    b: x,\n  }\n"),
    ("{a\n  b: c,\n d\n: e, \"f\"\n:g}", "{\n  a\n    b: c,\n  d: e,\n  \"f\": g,\n}\n"),
    ("[\n\n  a,\n\n\n  b\n\n]\n", "[\n  a,\n\n  b,\n]\n"), ("a: [b # c\n  ,d]\n", "a: [\n  b,  # c\n  d,\n]\n"),
    ("a: [ # c\n  b]\n", "a: [  # c\n  b,\n]\n"), ("a: [ # c\n  ]\n", "a: [  # c\n]\n"),
    ("[a # c\n , # d\n b # e\n # f\n]", "[\n  a,  # c\n  # d\n  b,  # e\n  # f\n]\n"),
    ("{a # c\n : # d\n  b}", "{\n  # c\n  # d\n  a: b,\n}\n"),
  ])
  func brackets(_ before: String, _ after: String) { expect(before, becomes: after) }

  @Test func aLineOfBracketsThatIsTooLongIsOpened() {
    let word = String(repeating: "x", count: 56)
    expect("a: [\(word), \(word)]\n", becomes: "a: [\(word), \(word)]\n")
    expect("a: [\(word), \(word)yyyy, [b,c]]\n", becomes: "a: [\n  \(word),\n  \(word)yyyy,\n  [b, c],\n]\n")
  }

  @Test(arguments: [
    ("a: 'it''s'\n", "a: 'it''s'\n"), ("a: 'b\\d'\n", "a: 'b\\d'\n"),
    ("a: 'b\"''d'\n", "a: 'b\"''d'\n"), ("'a b': \"02:00\"\n", "'a b': \"02:00\"\n"), ("a: ''\n", "a: ''\n"),
    ("a: NO\nb: 1e3\nc: 02:00\n", "a: NO\nb: 1e3\nc: 02:00\n"), ("a: \"\\x41\\/\"\n", "a: \"\\x41\\/\"\n"),
    ("a: b\n    c  \n\n\n\n   d\n", "a: b\n  c\n\n\n\n  d\n"), ("a:\n     b\n      - c\n", "a:\n  b\n  - c\n"),
    ("- a\n - b\n", "- a\n  - b\n"),
    ("a: \"b  \n      c \\ \t\n\n   d\\\n \\  e \"\n", "a: \"b\n  c \\ \n\n  d\\\n  \\  e \"\n"),
    ("a: \"\\\\ \n b\"\n", "a: \"\\\\\n  b\"\n"), ("a: '  b\n\n   c\n  '\n", "a: '  b\n\n  c\n  '\n"),
    ("\"a\nb\"\n", "\"a\n  b\"\n"), ("a\nb\n", "a\n  b\n"),
  ])
  func texts(_ before: String, _ after: String) { expect(before, becomes: after) }

  @Test func aTextBelowItsKeyStaysThereIfItIsTooLong() {
    let word = String(repeating: "x", count: 118)
    expect("a:\n   \(word)\n", becomes: "a:\n  \(word)\n")
    expect("a:\n   \(word.dropLast())\nb: \(word)\n", becomes: "a: \(word.dropLast())\nb: \(word)\n")
  }

  @Test(arguments: [
    ("a: |\n      b\n       c\n", "a: |\n  b\n   c\n"), ("a: >2-\n  b\n", "a: >-\n  b\n"),
    ("a: |-1\n  b\n c\n", "a: |2-\n   b\n  c\n"), ("a: |1\n   \n b\n", "a: |2\n    \n  b\n"),
    ("a: |+4\n\n     b\n", "a: |2+\n\n   b\n"), ("a: |\n   b  \n\t\n     \n   c\n", nil),
    ("a: |\n   b  \n     \n   c\n", "a: |\n  b  \n    \n  c\n"), ("a: |\n  b\n\n\n\nc: d\n", "a: |\n  b\n\nc: d\n"),
    ("a: |+\n  b\n\n \nc: d\n", "a: |+\n  b\n\n\nc: d\n"), ("a: |\n  b\n\n\n", "a: |\n  b\n"),
    ("a: |+\n  b\n\n\n", "a: |+\n  b\n\n\n"), ("a: |+\n  b\n...\n\n# c\n", "a: |+\n  b\n# c\n"),
    ("a: |\nb: >-\n\nc: |+\n\n\nd:\n", "a: |\nb: >-\n\nc: |+\n\n\nd:\n"), ("- - |\n   a\n", "- - |\n    a\n"),
    ("a:\n - b: |\n    c\n  # d\n", "a:\n  - b: |\n      c\n  # d\n"), ("a: | # b\n  c\n", "a: |  # b\n  c\n"),
    ("a: |\n  # b\n# c\n", "a: |\n  # b\n# c\n"), ("a:\n  |\n  b\n", "a: |\n  b\n"), ("|\nb\n", "|\n  b\n"),
    ("--- |+\n\n\n... # c\n# d\n", "|+\n\n\n...  # c\n# d\n"), ("a: |\r\n  b\r\n\r\n  c\r\n", "a: |\n  b\n\n  c\n"),
    ("a: |\n  \tb\n", "a: |\n  \tb\n"), ("a: |\n  b", "a: |\n  b\n"),
    ("|2\n# c\n", "|\n...\n# c\n"), ("|2-\n\n# c\n", "|-\n\n...\n# c\n"), ("--- |2\n# c\n", "|\n...\n# c\n"),
    (">2+\n\n# c\n... # d\n", ">+\n\n...\n# c\n# d\n"),
  ])
  func blockScalars(_ before: String, _ after: String?) {
    if let after { expect(before, becomes: after) } else { #expect(Parsed(before).tree == nil) }
  }

  @Test(arguments: [
    ("", ""), ("\n\n", ""), ("# a\n\n\n# b", "# a\n\n# b\n"), ("\u{FEFF}a: b", "a: b\n"),
    ("a: b\r\nc: d\r\n", "a: b\nc: d\n"),
    ("\n\na: b\n\n\n\nc: d\n\n", "a: b\n\nc: d\n"), ("---\na: b\n...\n", "a: b\n"), ("--- text # c\n", "text  # c\n"),
    ("# a\n--- # b\n# c\nd: e # f\n... # g\n# h\n", "# a\n# b\n# c\nd: e  # f\n# g\n# h\n"), ("---\n", "---\n"),
    ("--- # c\n...\n", "---  # c\n"), ("...\n# c\n", "# c\n"), (" --- a\n", "  --- a\n"), (" ---\n", "  ---\n"),
    ("...\na:  b\n", "a: b\n"), ("# a\n... # b\n--- # c\nd: e\n... # f\n...\n", "# a\n# b\n# c\nd: e\n# f\n"),
    (" --- a: b\n c: d\n # e\n", "  --- a: b\n  c: d\n  # e\n"), (" --- : b\n", "---: b\n"), (" ...\n", "  ...\n"),
  ])
  func frames(_ before: String, _ after: String) { expect(before, becomes: after) }
}
