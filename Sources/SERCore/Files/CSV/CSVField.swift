// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// One field of a result file: how values become text there.
///
/// Numbers keep every digit that is needed to read the same value back. Missing values are empty fields.
public struct CSVField: Hashable, Sendable, ExpressibleByStringLiteral {
  /// The field's text, before quoting.
  public let text: String

  /// A text, as it is.
  public init(_ text: String) { self.text = text }

  /// A text, as it is.
  public init(stringLiteral text: String) { self.text = text }

  /// A whole number in decimal digits.
  public init(_ value: some BinaryInteger) { text = String(value) }

  /// A number in the shortest form that reads back as the same value, as `0.25`, `3.0` or `1e-20`.
  ///
  /// - Precondition: `value` is finite; what could not be computed is `nil`, an empty field.
  public init(_ value: Double) {
    precondition(value.isFinite, "CSVField: \(value) has no place in a result file")
    text = value.description
  }

  /// `true` or `false`.
  public init(_ value: Bool) { text = value ? "true" : "false" }

  /// A text, or an empty field.
  public init(_ text: String?) { self.text = text ?? "" }

  /// A whole number, or an empty field.
  public init<Value: BinaryInteger>(_ value: Value?) {
    if let value { self.init(value) } else { self.init("") }
  }

  /// A finite number, or an empty field.
  public init(_ value: Double?) {
    if let value { self.init(value) } else { self.init("") }
  }
}
