import Glibc
import Rehearsal

// rehearsal-driver MOUNT_POINT PROGRAM [ARGUMENT…]: runs a program in a sandbox, and prints how it ended and what it
// changed.

func path(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

do throws(SandboxFailure) {
  var request = SandboxRequest(mountPoint: CommandLine.arguments[1])
  if let scratch = getenv("SCRATCH") { request.scratch = .folder(String(cString: scratch)) }
  if let bind = getenv("BIND") { request.binds = [String(cString: bind)] }
  request.revealed = getenv("REVEAL").map { [String(cString: $0)] } ?? []
  let sandbox = try Sandbox(request)
  for note in sandbox.notes { print("note: \(note)") }
  let environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"]
  try sandbox.start(Array(CommandLine.arguments.dropFirst(2)), environment: environment)
  print("ended: \(try sandbox.ending())")
  for change in try LayerComparison(sandbox.layers).changes {
    switch (change.before, change.after) {
    case (nil, let after?): print("created \(after.kind.rawValue) \(path(change.path))")
    case (let before?, nil): print("removed \(before.kind.rawValue) \(path(change.path))")
    default: print("changed \(change.aspects.map(\.rawValue).joined(separator: ",")) \(path(change.path))")
    }
  }
} catch {
  print("maint: \(error.message)")
  if let hint = error.hint { print("hint: \(hint)") }
  exit(1)
}
