extension ShellCommand {
  /// A command without `sudo`, `nice`, `env name=value` and their like before it.
  struct Wrapped {
    var words: ArraySlice<ShellWord>
    /// `timeout` ends it.
    var isTimed = false
    /// `xargs` gives it further arguments, which stand nowhere.
    var isFed = false
  }

  /// What is run in the end.
  var wrapped: Wrapped { Self.unwrap(words[...]) }

  static func unwrap(_ words: ArraySlice<ShellWord>) -> Wrapped {
    var wrapped = Wrapped(words: words)
    while let name = wrapped.words.first, name.isStatic, let wrapper = CommandWrapper.known[name.program] {
      // `command -v curl` only asks where curl is.
      if name.program == "command", wrapped.words.dropFirst().first?.text.lowercased() == "-v" { break }
      if name.program == "timeout" { wrapped.isTimed = true }
      if name.program == "xargs" { wrapped.isFed = true }
      wrapped.words = wrapper.strip(wrapped.words.dropFirst())
    }
    return wrapped
  }
}
