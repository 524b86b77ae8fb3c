import Glibc
import Rehearsal

// rehearsal-driver MOUNT_POINT SCRIPT…: runs shell texts in a sandbox, one after the other, and prints how each ended and
// what is not as on the host after it. SCRATCH, BIND, REVEAL and EXPECT say what the sandbox is to be made of.

/// A path of any bytes on one line.
func shown(_ path: [UInt8]) -> String {
  path.map { byte in
    0x21...0x7E ~= byte && byte != UInt8(ascii: "\\")
      ? String(UnicodeScalar(byte)) : "\\" + String(UInt16(byte) | 0x100, radix: 16).dropFirst()
  }.joined()
}

func line(_ change: PathChange) -> String {
  switch (change.before, change.after) {
  case (nil, let after?): "created \(after.kind.rawValue) \(shown(change.path))"
  case (let before?, nil): "removed \(before.kind.rawValue) \(shown(change.path))"
  default: "changed \(change.aspects.map(\.rawValue).joined(separator: ",")) \(shown(change.path))"
  }
}

func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

do throws(SandboxFailure) {

  var request = SandboxRequest(mountPoint: CommandLine.arguments[1])
  if let scratch = variable("SCRATCH") { request.scratch = .folder(scratch) }
  if let limit = variable("LIMIT").flatMap({ Int($0) }) { request.scratch = .memory(limit: limit) }
  request.binds = variable("BIND").map { [$0] } ?? []
  request.revealed = variable("REVEAL").map { [$0] } ?? []
  request.expected = variable("EXPECT").map { [$0] } ?? []
  let sandbox = try Sandbox(on: SandboxGround(request))
  for note in sandbox.notes { print("note: \(note)") }
  let environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", "LC_ALL=C"]
  var last: LayerComparison?
  for script in CommandLine.arguments.dropFirst(2) {
    try sandbox.start(["/bin/sh", "-c", script], environment: environment)
    print("ended: \(try sandbox.ending())")
    let comparison = try LayerComparison(sandbox.layers, after: last)
    for change in comparison.changes { print(line(change)) }
    last = comparison
  }
  sandbox.end()
} catch {
  print("maint: \(error.message)")
  if let hint = error.hint { print("hint: \(hint)") }
  exit(error.isForbidden ? 77 : 1)
}
