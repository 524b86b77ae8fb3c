/// What the supervisor starts: one program, everything around it spelled out and nothing inherited.
///
/// Unless something is given as standard input, it is `/dev/null`: a read ends at once instead of blocking for ever or asking a terminal, and,
/// other than with a closed descriptor, no file that the program opens can become its standard input by accident.
package struct ProcessSpecification: Sendable {
  /// Absolute path of the program; `PATH` is not searched.
  package var executable: String
  /// The whole argv, the program's own name included.
  package var arguments: [String]
  /// The whole environment as `NAME=value`; the supervisor adds `MAINT_COOKIE` to it.
  package var environment: [String]
  package var workingDirectory: String
  /// Counted from the start; when it is over, the whole process tree is ended. `nil`: none.
  package var timeout: Duration?
  /// Between TERM and KILL.
  package var grace: Duration
  /// Bytes kept over both streams: the first half as they arrive, the second half as the last ones seen.
  package var outputLimit: Int
  package var leftovers: LeftoverRule
  /// Replaced by `***` in the captured output, also where a read cuts one in two. Empty ones are ignored.
  package var secrets: [[UInt8]]
  /// Recognises descendants by their environment. Unique for every start, without `/` and NUL.
  package var cookie: String
  /// What it reads from standard input; nobody else of the host can read it there.
  package var input: [UInt8]?
  /// The kernel ends it, though none of its descendants, when maint is killed.
  package var endsWithMaint = false

  package init(
    executable: String, arguments: [String], environment: [String], workingDirectory: String,
    timeout: Duration? = nil, grace: Duration = .seconds(10), outputLimit: Int = 1 << 20,
    leftovers: LeftoverRule = .end, secrets: [[UInt8]] = [], cookie: String
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.timeout = timeout
    self.grace = grace
    self.outputLimit = outputLimit
    self.leftovers = leftovers
    self.secrets = secrets
    self.cookie = cookie
  }
}
