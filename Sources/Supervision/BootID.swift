/// The kernel's random name of the current boot: pids and start times compare only within one.
package enum BootID {
  /// Empty where `/proc/sys/kernel/random/boot_id` cannot be read.
  package static func current() -> String {
    guard let bytes = SmallFile.read("/proc/sys/kernel/random/boot_id") else { return "" }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
