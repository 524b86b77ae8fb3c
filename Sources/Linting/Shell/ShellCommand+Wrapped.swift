extension ShellCommand {
  /// The command that is run in the end, without `sudo`, `nice`, `env name=value` and their like before it.
  var wrapped: (words: ArraySlice<ShellWord>, isTimed: Bool) {
    var words = words[...]
    var isTimed = false
    while let name = words.first, name.isStatic, let wrapper = CommandWrapper.known[name.text] {
      // `command -v curl` only asks where curl is.
      if name.text == "command", words.dropFirst().first?.text.lowercased() == "-v" { break }
      if name.text == "timeout" { isTimed = true }
      words = wrapper.strip(words.dropFirst())
    }
    return (words, isTimed)
  }
}
