import Testing

/// Where comments go.
@Suite struct CommentTests {
  @Test(arguments: [
    // With what follows.
    ("a:\n# b\n   c: d\n      # e\n   f: g\n", "a:\n  # b\n  c: d\n  # e\n  f: g\n"),
    ("a:\n- b\n# c\n- d\n", "a:\n  - b\n  # c\n  - d\n"),
    ("a:\n  - b\n # c\nd: e\n", "a:\n  - b\n# c\nd: e\n"),
    // At the end of a block: with what it stands under.
    ("a:\n    b:\n        c: d\n        # e\n    # f\n# g\nh: i\n", "a:\n  b:\n    c: d\n    # e\n  # f\n# g\nh: i\n"),
    ("a:\n    b: c\n    # - d\n\n# e\n", "a:\n  b: c\n  # - d\n\n# e\n"),
    ("a:\n    b: c\n# d\n    # e\nf: g\n", "a:\n  b: c\n# d\n# e\nf: g\n"),
    ("- a: b\n      # c\n  # d\n # e\n- f\n", "- a: b\n  # c\n  # d\n# e\n- f\n"),
    // A list at the column of its key.
    ("a:\n- b\n# c\nd: e\n", "a:\n  - b\n# c\nd: e\n"), ("a:\n- b: c\n  # d\ne: f\n", "a:\n  - b: c\n    # d\ne: f\n"),
    // Under a key without a value.
    ("a:\n    # b: c\nd: e\n", "a:\n  # b: c\nd: e\n"), ("a:\n# b\nc:\n # d\n", "a:\n# b\nc:\n  # d\n"),
    ("- a:\n    # b\n  # c\n- d\n", "- a:\n    # b\n  # c\n- d\n"),
    // Between a key or dash and its value.
    ("a: # b\n   c\n", "a:  # b\n  c\n"), ("a:\n # b\n \"c\"\n", "a:\n  # b\n  \"c\"\n"),
    ("a: # b\n [c,\n d]\n", "a:  # b\n  [\n    c,\n    d,\n  ]\n"), ("a: # b\n   |1\n   c\n", "a:  # b\n  |2\n    c\n"),
    ("- # a\n  b: c\n", "-  # a\n  b: c\n"), ("-\n  # a\n  - b\n", "-\n  # a\n  - b\n"),
    ("a: #\n  - b   #c\n", "a:  #\n  - b  #c\n"),
  ])
  func ownAndEndComments(_ before: String, _ after: String) { expect(before, becomes: after) }

  @Test(arguments: [
    // One column stays one.
    ("a: b  # c\nd: ef # g\n", "a: b   # c\nd: ef  # g\n"),
    ("a: b    # c\nd: ef   # g\n", "a: b    # c\nd: ef   # g\n"),
    ("a: b     # c\nd:\n  e: f    # g\nh: i     # j\n", "a: b  # c\nd:\n  e: f  # g\nh: i  # j\n"),
    ("a: b      # c\nd:\n  e: f   # g\n  h: i   # j\n", "a: b  # c\nd:\n  e: f   # g\n  h: i   # j\n"),
    // It moves along with the lines.
    ("a:\n      b: cd   # e\n      f: g    # h\n", "a:\n  b: cd   # e\n  f: g    # h\n"),
    // Also with lines without a comment between them, and where lines grow.
    ("a: b    # c\nd: e\nf: g    # h\n", "a: b    # c\nd: e\nf: g    # h\n"),
    ("a:\n- b  # c\n- de # f\n", "a:\n  - b   # c\n  - de  # f\n"),
    ("a: b\t# c\nde: f\t# g\n", "a: b    # c\nde: f   # g\n"),
    ("é: b  # c\na: bc # d\n", "é: b   # c\na: bc  # d\n"),
  ])
  func columns(_ before: String, _ after: String) { expect(before, becomes: after) }
}
