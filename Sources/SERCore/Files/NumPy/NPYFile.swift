// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A `.npy` file, open for reading: the header, and the elements where they lie.
///
/// ```swift
/// let features = try NPYFile(path: "features/hubert/ravdess.npy")
/// print(features.header.shape)  // [1440, 25, 1024]
/// ```
///
/// To go through a large array in place, take `file` and `header.dataOffset`, and mind
/// `header.isFortranOrder`; ``floats()`` and its kin copy it whole, in C order.
public struct NPYFile: Sendable {
  /// The header and the elements.
  public let array: NPYArray
  /// The bytes of the file.
  public let file: MappedFile

  /// What the file says about its elements.
  public var header: NPYHeader { array.header }

  /// Opens a file and checks it whole; no element is read.
  ///
  /// - Throws: ``NPYError``.
  public init(path: String, mode: MappedFile.Mode = .map) throws(NPYError) {
    do throws(FileError) {
      file = try MappedFile(path: path, mode: mode)
    } catch {
      throw .file(error)
    }
    array = try NPYArray(parsing: StoredBytes(file), name: path)
  }

  /// As ``NPYArray/floats()``.
  public func floats() throws(NPYError) -> [Float] { try array.floats() }

  /// As ``NPYArray/doubles()``.
  public func doubles() throws(NPYError) -> [Double] { try array.doubles() }

  /// As ``NPYArray/int32s()``.
  public func int32s() throws(NPYError) -> [Int32] { try array.int32s() }

  /// As ``NPYArray/int64s()``.
  public func int64s() throws(NPYError) -> [Int64] { try array.int64s() }

  /// As ``NPYArray/uint8s()``.
  public func uint8s() throws(NPYError) -> [UInt8] { try array.uint8s() }

  /// As ``NPYArray/booleans()``.
  public func booleans() throws(NPYError) -> [Bool] { try array.booleans() }
}
