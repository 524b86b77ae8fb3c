import CLinux
import Foundation

/// A path of any bytes, and what the kernel says of it.
package struct CPath {
  package let bytes: [CChar]

  package init(_ path: Data) { bytes = path.map(CChar.init(bitPattern:)) + [0] }

  /// Of a link, in base 64.
  package var target: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = max(0, readlink(bytes, &buffer, buffer.count))
    return Data(buffer[..<count].map(UInt8.init(bitPattern:))).base64EncodedString()
  }

  /// FNV-1a of the content: Data's own hash looks at its first bytes only.
  package var content: UInt64 {
    let descriptor = open(bytes, O_RDONLY)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    return FileHandle(fileDescriptor: descriptor).readDataToEndOfFile().withUnsafeBytes { bytes in
      bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
  }

  /// Extended attributes, access lists among them, in base 64.
  package var attributes: String {
    var list = [CChar](repeating: 0, count: 65536)
    let length = max(0, maint_list_attributes(AT_FDCWD, bytes, &list, list.count))
    return list[..<length].split(separator: 0).map { name in
      var value = [UInt8](repeating: 0, count: 65536)
      let count = max(0, maint_get_attribute(AT_FDCWD, bytes, Array(name) + [0], &value, value.count))
      return
        "\(Data(name.map(UInt8.init(bitPattern:))).base64EncodedString())=\(Data(value[..<count]).base64EncodedString())"
    }.sorted().joined(separator: " ")
  }

  /// What is in the folder, in no order.
  package var names: [Data] {
    guard let folder = opendir(bytes) else { return [] }
    defer { closedir(folder) }
    var names: [Data] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Data($0.prefix { $0 != 0 }) }
      if name != Data(".".utf8) && name != Data("..".utf8) { names.append(name) }
    }
    return names
  }
}
