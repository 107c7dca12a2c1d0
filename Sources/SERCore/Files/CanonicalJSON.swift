// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// JSON in one form: sorted keys, no spaces, so that equal values give equal bytes and equal digests.
package enum CanonicalJSON {
  package static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try Array(encoder.encode(value))
  }

  package static func digest(_ value: some Encodable) throws -> String {
    let bytes = try encode(value)
    return SHA256.hex(of: bytes)
  }
}
