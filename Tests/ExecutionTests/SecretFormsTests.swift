import Testing

@testable import Execution

@Suite struct SecretFormsTests {
  @Test func wholeByLineAndQuoted() {
    #expect(SecretForms.all(of: ["plain", "a b"]) == ["plain", "a b"])
    #expect(SecretForms.all(of: [#"a"b\c"#]) == [#"a"b\c"#, #"a\"b\\c"#])
    #expect(
      SecretForms.all(of: ["{\n\"key-1234\"\r\n"])
        == ["{\n\"key-1234\"\r\n", "\"key-1234\"", "{\\n\\\"key-1234\\\"\r\\n", "\\\"key-1234\\\""])
  }
}
