import Glibc
import CSQLite
package enum Program {
  package static func main() -> Int32 { print("maint \(String(cString: sqlite3_libversion()))"); return 0 }
}
