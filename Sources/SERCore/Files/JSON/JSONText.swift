// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Decodes JSON that someone else wrote.
///
/// Foundation's decoder ends the program on a text whose 513th open bracket is its last byte, instead of
/// throwing (swift-foundation of Swift 6.3). No file of ours nests nearly as deep, so deep ones are refused
/// before it sees them.
package enum JSONText {
  /// The most brackets and braces that may be open at once.
  package static let deepest = 128

  /// Decodes a value from UTF-8.
  ///
  /// - Throws: What `JSONDecoder` throws, and `DecodingError.dataCorrupted` for more than ``deepest`` open
  ///   brackets or for a NUL, which only other encodings contain.
  package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    if let reason = objection(to: bytes) {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: reason))
    }
    return try JSONDecoder().decode(type, from: Data(bytes))
  }

  private static func objection(to bytes: [UInt8]) -> String? {
    var depth = 0
    var isText = false
    var isEscaped = false
    for (offset, byte) in bytes.enumerated() {
      // In another encoding, the counting below would miss brackets that the decoder sees.
      if byte == 0 { return "byte \(offset) is NUL; save the file as UTF-8" }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        isText.toggle()
      } else if isText {
        isEscaped = byte == UInt8(ascii: "\\")
      } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        depth += 1
        if depth > deepest { return "more than \(deepest) brackets are open at byte \(offset)" }
      } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
        depth -= 1
      }
    }
    return nil
  }
}
