import Glibc
import Rehearsal

// rehearsal-driver MOUNT_POINT SCRIPT…: runs shell texts in a sandbox, one after the other, and prints how each ended and
// what is not as on the host after it; with ON=after or ON=from the last one in a sandbox that goes on from the first. SCRATCH, BIND, REVEAL and EXPECT say what the sandbox is to be made of.

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
  let ground = try SandboxGround(request)
  var sandbox = try Sandbox(on: ground)
  let first = sandbox
  for note in sandbox.notes { print("note: \(note)") }
  let environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/", "LC_ALL=C"]
  var last: LayerComparison?
  let scripts = CommandLine.arguments.dropFirst(2)
  for (index, script) in scripts.enumerated() {
    if let on = variable("ON"), index == scripts.count - 1 {
      sandbox = try Sandbox(on: ground, on == "after" ? .after(first) : .from(first))
      last = nil
    }
    try sandbox.start(["/bin/sh", "-c", script], environment: environment, output: .own)
    print("ended: \(try sandbox.ending())")
    let comparison = try LayerComparison(sandbox.layers, after: last)
    for change in comparison.changes { print(line(change)) }
    last = comparison
  }
  sandbox.end()
  if sandbox !== first { first.end() }
} catch {
  print("maint: \(error.message)")
  if let hint = error.hint { print("hint: \(hint)") }
  exit(error.isForbidden ? 77 : 1)
}
