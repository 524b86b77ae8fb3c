/// Words that are no commands where a command could stand.
enum ShellKeyword: String {
  case `if`, then, elif, `else`, fi
  case `for`, select, `while`, until, `do`, done
  case `case`, esac
  case function, time, coproc
  case not = "!"
  case openBrace = "{"
  case closeBrace = "}"
  case openTest = "[["
}
