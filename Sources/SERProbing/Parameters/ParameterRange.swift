// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The values that a parameter may have: one rule for initializers, for later changes and for decoding.
///
/// A value out of range is a programmer's error where code sets it, and a `DecodingError` where a file holds
/// it.
struct ParameterRange<Value: Decodable & Sendable>: Sendable {
  /// The parameter, as a sentence begins with it: `ProbeTrainer: batch size`.
  let name: String
  /// What its values are, as a sentence ends with it: `at least 1`.
  let range: String
  /// Whether a value is in the range.
  let contains: @Sendable (Value) -> Bool

  /// - Precondition: the value is in the range.
  func require(_ value: Value) {
    precondition(contains(value), sentence(about: value))
  }

  /// The value that is stored for a key.
  ///
  /// - Throws: `DecodingError`, for a value out of range with a sentence that names both.
  func decode<Key>(from container: KeyedDecodingContainer<Key>, forKey key: Key) throws -> Value {
    let value = try container.decode(Value.self, forKey: key)
    guard contains(value) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: sentence(about: value))
    }
    return value
  }

  private func sentence(about value: Value) -> String { "\(name) is \(value), but must be \(range)" }
}
