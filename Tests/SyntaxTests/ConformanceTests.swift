import Testing

/// Small documents and what a YAML 1.2 parser with text scalars says they are.
@Suite struct ConformanceTests {
  @Test(arguments: [
    ("", "null"), ("# only a comment\n", "null"), ("---\n", "null"), ("---\n...\n", "null"), ("...\n", "null"),
    ("text", #""text""#), ("--- text # c\n", #""text""#), ("--- |\n a\n", #""a\n""#),
    ("--- [a]\n... # end\n", #"["a"]"#),
    ("\u{FEFF}a: b\n", #"{"a":"b"}"#), ("\u{FEFF}# c\na: b\n", #"{"a":"b"}"#),
    ("# c\n\n---\n# d\na: b\n", #"{"a":"b"}"#),
    ("a: b\n...\n...\n# c\n", #"{"a":"b"}"#), ("a\n%b\n", #""a %b""#), ("---a: b\n", #"{"---a":"b"}"#),
  ])
  func documents(_ text: String, _ json: String) { expect(text, json) }

  @Test(arguments: [
    ("a: 1\nb: 2\n", #"{"a":"1","b":"2"}"#), ("a:\nb:\n", #"{"a":null,"b":null}"#),
    ("a:\n  b: c\n", #"{"a":{"b":"c"}}"#),
    ("a :  b  \n", #"{"a":"b"}"#), ("a:\tb\n", #"{"a":"b"}"#), ("a:\t# c\n\t# d\n\t\n  b\n", #"{"a":"b"}"#),
    ("a:\n \tb\n", #"{"a":"b"}"#), ("a b: c d\n", #"{"a b":"c d"}"#), ("\"a\" : b\n'c': d\n", #"{"a":"b","c":"d"}"#),
    ("a:\r\n  b: c\r\n\r\nd: e\r\n", #"{"a":{"b":"c"},"d":"e"}"#), ("  a: b\n  c: d\n", #"{"a":"b","c":"d"}"#),
    ("a:\n        b: c\nd:\n e: f\n", #"{"a":{"b":"c"},"d":{"e":"f"}}"#), ("a: b # c\n", #"{"a":"b"}"#),
    ("a: b#c\n", #"{"a":"b#c"}"#), ("a:b: c\n", #"{"a:b":"c"}"#), ("a: b:c\n", #"{"a":"b:c"}"#), ("? a\n", nil),
    ("-a: -b\n", #"{"-a":"-b"}"#), ("?a: :b\n", #"{"?a":":b"}"#), ("a: - b\n", nil), ("a: b: c\n", nil),
    ("é: ü\n日本: 語\n", #"{"é":"ü","日本":"語"}"#), ("a: x\u{85}y\u{2028}z\n", "{\"a\":\"x\u{85}y\u{2028}z\"}"),
    ("NO: 0755\n1e3: 12:30\n~: null\n", #"{"NO":"0755","1e3":"12:30","~":"null"}"#), ("\"<<\": a\n", #"{"<<":"a"}"#),
    ("ab: 1\na: 2\nabc: 3\n", #"{"ab":"1","a":"2","abc":"3"}"#),
    ("é: 1\ne\u{301}: 2\n", "{\"é\":\"1\",\"e\u{301}\":\"2\"}"),
  ])
  func maps(_ text: String, _ json: String?) { expect(text, json) }

  @Test(arguments: [
    ("- a\n- b\n", #"["a","b"]"#), ("-\n- \n- a\n", #"[null,null,"a"]"#), ("- - a\n  - b\n- c\n", #"[["a","b"],"c"]"#),
    ("- a: 1\n  b: 2\n- c: 3\n", #"[{"a":"1","b":"2"},{"c":"3"}]"#),
    ("a:\n- b\n- c\nd: e\n", #"{"a":["b","c"],"d":"e"}"#),
    ("a:\n  - b\n  - c\n", #"{"a":["b","c"]}"#), ("-\n  a: 1\n-\n  - b\n", #"[{"a":"1"},["b"]]"#),
    ("- - - a\n", #"[[["a"]]]"#), ("-\ta\n", #"["a"]"#),
    ("- a:\n  - b\n  - c\n  d: e\n", #"[{"a":["b","c"],"d":"e"}]"#),
    ("- # c\n  a\n", #"["a"]"#), ("- a\n - b\n", #"["a - b"]"#), ("-   a: 1\n    b: 2\n", #"[{"a":"1","b":"2"}]"#),
    ("-\ta: 1\n", nil), ("-\t- a\n", nil), ("-a\n- b\n", #""-a - b""#), ("- a\nb\n", nil), ("- a: 1\n   b: 2\n", nil),
    ("a:\n  - b\n - c\n", nil), ("a:\n - b\n- c\n", nil), ("a: 1\n- b\n", nil),
  ])
  func lists(_ text: String, _ json: String?) { expect(text, json) }

  @Test(arguments: [
    ("[]", "[]"), ("{}", "{}"), ("[a, b,]", #"["a","b"]"#), ("{a: 1, b, c: ,}", #"{"a":"1","b":null,"c":null}"#),
    ("[a: 1, \"b\":2, 'c' : 3]", #"[{"a":"1"},{"b":"2"},{"c":"3"}]"#), ("{\"a\":1}", #"{"a":"1"}"#),
    ("{a:1}", #"{"a:1":null}"#), ("{a: [b, {c: d}]}", #"{"a":["b",{"c":"d"}]}"#), ("[a,\n b\n c,\n]", #"["a","b c"]"#),
    ("a: [\n  b, # c\n  # d\n\n  e\n]\n", #"{"a":["b","e"]}"#), ("- {\n  a: b\n  }\n", #"[{"a":"b"}]"#),
    ("a: {\n  b: c\n} # d\ne: f\n", #"{"a":{"b":"c"},"e":"f"}"#), ("x:\n  a: [\n    b\n  ]\n", #"{"x":{"a":["b"]}}"#),
    ("{a\n  b: c}", #"{"a b":"c"}"#), ("{a\n: b}", #"{"a":"b"}"#), ("{\"a\"\n:b}", #"{"a":"b"}"#),
    ("[http://a/b?c#d]", #"["http://a/b?c#d"]"#), ("[-1, -a, :b, ?c]", #"["-1","-a",":b","?c"]"#),
    ("[\"a\n  b\", 'c\n\n d']", #"["a b","c\nd"]"#), ("{a: }", #"{"a":null}"#), ("[a:]", #"[{"a":null}]"#),
    ("{a: \"b\",\tc: 'd'}", #"{"a":"b","c":"d"}"#), ("a: [\n\t\n  b]\n", #"{"a":["b"]}"#), ("[\n\ta]", #"["a"]"#),
    ("[a, , b]", nil), ("[,]", nil), ("[a b\n: c]", nil), ("[\"a\"\n: b]", nil), ("[a]: b\n", nil), ("{[a]: b}", nil),
    ("{a: b: c}", nil), ("[a}", nil), ("{a: b]", nil), ("a: [b\nc: d\n", nil), ("a: [\n\tb]\n", nil), ("[- a]", nil),
    ("[a]b", nil), ("[a]#b", nil), ("[a,#b\n]", nil), ("{a:[b]}", nil), ("a: [b,\nc]\n", nil), ("[a\n---\n]", nil),
    ("a: [\nb\n]\n", nil), ("{a b c}", #"{"a b c":null}"#), ("[a\n#c\n,b]", #"["a","b"]"#), ("[\"a\" \"b\"]", nil),
  ])
  func brackets(_ text: String, _ json: String?) { expect(text, json) }

  @Test(arguments: [
    ("a: b\n  c\n\n  d\n", #"{"a":"b c\nd"}"#), ("a\n\n\nb", #""a\n\nb""#), ("a: b\n c # d\n", #"{"a":"b c"}"#),
    ("a:\n    b\n  c\n", #"{"a":"b c"}"#), ("a: b\n  # c\n  d\n", nil), ("a: b\n  c: d\n", nil), ("a: b\nc\n", nil),
    ("a: b \t\n  \t c\n", #"{"a":"b c"}"#), ("a: b\n  - c\n", #"{"a":"b - c"}"#), ("a: b\n\t\n  c\n", nil),
    ("a: b\n  \t\n  c\n", #"{"a":"b\nc"}"#), ("a: b\n  @c\n  ]d\n  \"e\n", #"{"a":"b @c ]d \"e"}"#),
    ("a: b\n---\n", nil), ("'a\n\n  b '' c'", #""a\nb ' c""#), ("' a \n b '", #"" a b ""#),
    ("a: '\n b'\n", #"{"a":" b"}"#),
    ("''", #""""#), ("a: 'b\nc'\n", nil), ("a: 'b\n...\n'", nil), ("\"a\n \t b\"", #""a b""#),
    ("a: 'b' # c\n", #"{"a":"b"}"#),
    ("a: 'b' c\n", nil), ("a: 'b'#c\n", nil), ("'a\nb': c\n", nil), ("a: \"b\n\tc\"\n", nil),
    ("a: \"b\n \tc\"\n", #"{"a":"b c"}"#),
  ])
  func scalarsOverLines(_ text: String, _ json: String?) { expect(text, json) }

  private func expect(_ text: String, _ json: String?) {
    let outcome = Outcome(text)
    #expect(outcome.json == json, "\(text.debugDescription)\n\(outcome.rendered)")
    #expect(outcome.diagnostics.hasErrors == (json == nil))
  }
}
