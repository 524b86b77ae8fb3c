import Testing

@testable import Execution

@Suite struct SecretFormsTests {
  @Test func wholeByLineAndQuoted() {
    #expect(SecretForms.all(of: ["plain", "a b"]) == ["plain", "a b"])
    #expect(SecretForms.all(of: [#"a"b\c"#]) == [#"a"b\c"#, #"a\"b\\c"#])
    #expect(
      SecretForms.all(of: ["{\n\"key-1234\"\r\n"]).prefix(4)
        == ["{\n\"key-1234\"\r\n", "\"key-1234\"", "{\\n\\\"key-1234\\\"\r\\n", "\\\"key-1234\\\""])
  }

  /// By itself, after one, two and three bytes, and before others.
  @Test func asBase64WhereverItStands() {
    for encoded in [
      "czNjcmV0LXRva2Vu", "dTpzM2NyZXQtdG9rZW4=", "dXM6czNjcmV0LXRva2Vu", "czpzM2NyZXQtdG9rZW4K",
      "YWJjOnMzY3JldC10b2tlbg==",
    ] {
      let forms = SecretForms.all(of: ["s3cret-token"])
      #expect(forms.contains { $0.utf8.count >= 14 && encoded.contains($0) }, "\(encoded)")
    }
    #expect(SecretForms.all(of: ["ÿÿÿ~~~???>>>"]).contains("w7_Dv8O_fn5-Pz8_Pj4-"))
    #expect(SecretForms.all(of: ["short"]) == ["short"])
  }
}
