// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// One tensor of a safetensors file: what it is, and where its elements lie.
public struct SafetensorsTensor: Hashable, Sendable {
  /// Its name, such as `encoder.layers.0.fc1.weight`; may be empty.
  public let name: String
  /// What its elements are.
  public let elementType: SafetensorsElementType
  /// The sizes of the axes, slowest first; empty for a single number.
  public let shape: [Int]
  /// Where its bytes lie, counted from the beginning of the file. Nothing is said about their alignment.
  public let byteRange: Range<Int>

  /// The number of elements: the product of the shape, 1 for an empty shape.
  public var elementCount: Int { shape.reduce(1, *) }
}
