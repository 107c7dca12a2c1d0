// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What a zip archive's directory says about one member; checked, but for the bytes themselves.
package struct ZipEntry: Hashable, Sendable {
  /// Its name, with `/` between folders; never a path to write to.
  package let name: String
  /// How its bytes are kept.
  package let method: ZipMethod
  /// The number of its bytes, once inflated.
  package let count: Int
  /// CRC-32 of its bytes, once inflated.
  package let checksum: UInt32
  /// Where its bytes, as they are kept, lie in the file.
  package let range: Range<Int>
}
