import Foundation
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

  /// As base64(1) and openssl(1) break it, by itself and wherever it stands in what is encoded: all digits but those that
  /// its neighbours have a part in.
  @Test(arguments: [64, 76], ["\n", "\r\n"])
  func asBase64InLines(columns: Int, end: String) {
    for secret in ["s3cret-token", String(repeating: "0123456789-s3cret-Token+/", count: 9)] {
      let forms = Set(SecretForms.all(of: [secret]))
      for before in 0...80 {
        let text = Data(String(repeating: "u", count: before).utf8 + Array(secret.utf8) + Array("!~".utf8))
        let whole = Array(text.base64EncodedString())
        let lines = stride(from: 0, to: whole.count, by: columns).map {
          String(whole[$0..<min($0 + columns, whole.count)])
        }
        let output = lines.joined(separator: end)
        let longest = forms.filter { output.contains($0) }.map { $0.filter { !$0.isNewline }.count }.max() ?? 0
        #expect(longest >= secret.utf8.count * 8 / 6 - 1, "\(before) \(columns) \(output)")
      }
    }
  }
}
