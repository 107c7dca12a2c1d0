// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A value that a column of a result file can hold.
public protocol FieldValue: Sendable {
  /// The field.
  var field: CSVField { get }
}

extension String: FieldValue {
  /// The text as it is.
  public var field: CSVField { CSVField(self) }
}

extension Int: FieldValue {
  /// Decimal digits.
  public var field: CSVField { CSVField(self) }
}

extension UInt64: FieldValue {
  /// Decimal digits.
  public var field: CSVField { CSVField(self) }
}

extension Double: FieldValue {
  /// The shortest digits that read back as the same value.
  ///
  /// - Precondition: It is finite.
  public var field: CSVField { CSVField(self) }
}

extension Bool: FieldValue {
  /// `true` or `false`.
  public var field: CSVField { CSVField(self) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
  /// An empty field for a missing value.
  public var field: CSVField { self?.field ?? "" }
}

extension [String]: FieldValue {
  /// The names, separated by semicolons.
  public var field: CSVField { CSVField(joined(separator: ";")) }
}
