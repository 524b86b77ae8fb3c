import Catalog
import TextSearch

/// Functions that run what they are given.
extension SourcingLook {
  /// Which of its arguments a word is, from 0: all of them from there on; nil: it is none. Within: nil: it may be any.
  static func argument(_ word: ShellWord, _ raw: String) -> Int?? {
    let bytes = Array(raw.utf8)
    guard !word.isStatic, word.variables.isEmpty, !raw.contains(text: "$("), !raw.contains(text: "`") else {
      return nil
    }
    var (numbers, isExact): ([Int], Bool) = ([], true)
    for at in bytes.indices where bytes[at] == UInt8(ascii: "$") {
      var rest = bytes[(at + 1)...]
      let hasBraces = rest.first == UInt8(ascii: "{")
      if hasBraces { rest = rest.dropFirst() }
      switch rest.first {
      case UInt8(ascii: "@"), UInt8(ascii: "*"):
        numbers.append(0)
        // `${@:2}`
        if hasBraces, rest.dropFirst().first == UInt8(ascii: ":") {
          let number = Int(String(decoding: rest.dropFirst(2).prefix(while: ShellByte.isDigit), as: UTF8.self))
          if let number, number > 0 {
            numbers[numbers.count - 1] = number - 1
          } else {
            isExact = rest.dropFirst(2).first == UInt8(ascii: "+")
          }
        }
      case let digit? where ShellByte.isDigit(digit) && digit != UInt8(ascii: "0"):
        let digits = hasBraces ? rest.prefix(while: ShellByte.isDigit) : rest.prefix(1)
        numbers.append((Int(String(decoding: digits, as: UTF8.self)) ?? 1) - 1)
      case UInt8(ascii: "!"): isExact = false
      default: return nil
      }
    }
    guard let first = numbers.min() ?? (isExact ? nil : 0) else { return nil }
    let last = numbers.max() ?? 0
    return isExact && first == last ? .some(first) : .some(nil)
  }

  /// `"$@"` and its like in place of a command.
  mutating func carryOutArguments(_ call: Call, from number: Int?, _ kind: Step.Shell, _ shell: inout Shell) {
    // A function has its own.
    let hasOthers = shell.hasArguments && call.function == nil
    if hasOthers || settings.hasOtherArguments { return note(call, .command, &shell) }
    let isSplit = call.words.first.map { !call.script.raw($0).hasPrefix("\"") } ?? false
    for words in call.arguments {
      if isSplit, words.contains(where: { $0.contains(" ") }) { return note(call, .command, &shell) }
      guard number == 0 else { return note(call, .command, &shell) }
      carryOut(call, spelled: words.joined(separator: " "), kind, &shell)
    }
    if let function = call.function { return run(argument: number, of: function, call) }
    guard call.arguments.isEmpty else { return }
    var inner = call
    (inner.words, inner.isDerived) = (call.words.dropFirst(), true)
    carryOut(inner, kind, &shell)
  }

  /// A function runs this argument and what comes behind it, each of which `shift` may have made an earlier one.
  mutating func run(argument: Int?, of function: String, _ call: Call) {
    let words = call.words.map { (word: $0, raw: call.script.raw($0)) }
    if words.dropFirst().contains(where: { Self.argument($0.word, $0.raw) == nil }) {
      found.mixedRunners.insert(function)
    }
    if words.contains(where: { !$0.raw.hasPrefix("\"") }) { found.splittingRunners.insert(function) }
    guard let argument, let shifts = shifts[function] ?? .some(0), shifts < 20 else {
      return found.run(argument: ShellSettings.anyArgument, of: function)
    }
    for number in argument...(argument + max(0, shifts)) { found.run(argument: number, of: function) }
  }

  /// To a function that runs it.
  mutating func handOn(_ call: Call, _ name: String, _ kind: Step.Shell, _ shell: inout Shell) {
    guard let numbers = settings.runners[name] else { return }
    let arguments = call.words.dropFirst()
    // What a word becomes several of, may be any of them.
    for word in arguments.prefix((numbers.max() ?? 0) + 1) where isSeveral(word, call, shell) {
      return note(call, .command, &shell)
    }
    let isHidden = arguments.contains { word in
      let isMixed = settings.mixedRunners.contains(name) && Self.meaningful.contains(word.program)
      return isMixed || settings.splittingRunners.contains(name) && Self.isSplit(word)
    }
    if isHidden { return note(call, .command, &shell) }
    let offsets = numbers.contains(ShellSettings.anyArgument) ? anyOf(arguments, call) : Array(numbers)
    for offset in offsets.sorted() where offset < arguments.count {
      var inner = call
      inner.words = arguments.dropFirst(offset)
      inner.isDerived = true
      carryOut(inner, kind, &shell)
    }
  }

  /// Whether of the words in it, one may read in something.
  private static func isSplit(_ word: ShellWord) -> Bool {
    let words = word.text.split { $0 == " " || $0 == "\t" || $0 == "\n" }.map { program(String($0)) }
    return words.count > 1 && words.contains(where: meaningful.contains)
  }

  private func isSeveral(_ word: ShellWord, _ call: Call, _ shell: Shell) -> Bool {
    let raw = call.script.raw(word)
    guard value(word, call, shell) == nil else { return false }
    return raw.hasPrefix("{") || raw.hasPrefix("$'")
  }

  /// Up to the first that can only be a program, and all that can be more than that.
  private func anyOf(_ arguments: ArraySlice<ShellWord>, _ call: Call) -> [Int] {
    let words = Array(arguments)
    let program = words.firstIndex {
      $0.isStatic && $0.isPlain && Self.isIdle($0.text) && Int($0.text) == nil && !$0.text.hasPrefix("-")
    }
    let others = words.indices.filter { index in
      !Self.isIdle(words[index].program) || Self.isIdle(words[index].text) == false
    }
    return Array(Set(Array(0..<((program ?? words.count - 1) + 1)) + others))
  }
}
