import Foundation
import TestSupport
import Testing

/// A server on loopback that receives messages, and says what it got.
final class Receiver {
  struct Request {
    let fields: [String: Any]

    var key: String { fields["key"] as? String ?? "" }
    var path: String { fields["path"] as? String ?? "" }
    var isTaken: Bool { fields["answer"] as? String == "ok" }
    /// Of mail, what came after DATA.
    var data: String { fields["data"] as? String ?? "" }
    var body: String { fields["body"] as? String ?? "" }
    var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
    }
  }

  enum Kind: String { case http, smtp, starttls }

  let port: Int
  let folder: String
  private let server: Running

  /// nil where the host lacks what the server needs.
  init?(_ kind: Kind, for maint: Maint, named name: String = "receiver") throws {
    folder = "\(maint.folder)/\(name)"
    mkdir(folder, 0o755)
    server = try Running(
      ["/usr/bin/python3", PythonScript.reference("receiver"), kind.rawValue, folder],
      environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], in: maint.folder, input: "/dev/null")
    let (file, running) = ("\(folder)/port", server)
    guard eventually({ access(file, F_OK) == 0 || running.hasEnded }), access(file, F_OK) == 0 else {
      print("not tested: \(running.wait().err)")
      return nil
    }
    port = Int(try String(contentsOfFile: file, encoding: .utf8)) ?? 0
  }

  var url: String { "http://127.0.0.1:\(port)/hook" }

  /// What it answers from now on.
  func answer(_ mode: String) throws { try mode.write(toFile: "\(folder)/mode", atomically: true, encoding: .utf8) }

  var requests: [Request] {
    let text = (try? String(contentsOfFile: "\(folder)/received", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      ((try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]).map(Request.init)
    }
  }

  /// The keys of what it has taken, each once, in the order in which they came first.
  var keys: [String] {
    var seen: Set<String> = []
    return requests.filter(\.isTaken).map(\.key).filter { seen.insert($0).inserted }
  }

  func stop() {
    server.signal(SIGKILL)
    server.wait()
  }
}
