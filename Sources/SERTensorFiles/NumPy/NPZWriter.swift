// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Writes `.npz` archives, array by array, that NumPy reads with `np.load`.
///
/// ```swift
/// var archive = try NPZWriter(path: "probe.npz")
/// try archive.append(weights, shape: [4, 768], named: "weights")
/// try archive.append(bias, shape: [4], named: "bias")
/// try archive.commit()
/// ```
///
/// Uncompressed, the bytes are the very ones of `np.savez`. The archive appears under its name when it is
/// committed; without that, nothing does.
public struct NPZWriter: ~Copyable {
  private var archive: ZipWriter
  private let method: ZipMethod

  /// Begins an archive.
  ///
  /// - Parameters:
  ///   - path: Where it will be.
  ///   - isCompressed: Whether arrays are deflated, as `np.savez_compressed` does it: smaller, and slower to
  ///     read.
  /// - Throws: ``NPZError/archive(_:)``.
  public init(path: String, isCompressed: Bool = false) throws(NPZError) {
    method = isCompressed ? .deflated : .stored
    do throws(ZipError) {
      archive = try ZipWriter(path: path)
    } catch {
      throw .archive(error)
    }
  }

  /// Adds an array of the type that its elements have.
  ///
  /// - Parameters:
  ///   - values: The elements in C order.
  ///   - shape: The sizes of the axes, slowest first.
  ///   - name: Its name, without `.npy`.
  /// - Precondition: no size is negative, and their product is `values.count`; at most 64 axes.
  /// - Throws: ``NPZError/archive(_:)``, also for a second array of this name.
  public mutating func append<Element: NPYElement>(
    _ values: [Element], shape: [Int], named name: String
  ) throws(NPZError) {
    let header = NPYWriter.header(of: Element.elementType, shape: shape, count: values.count)
    unsafe try append(values.span.bytes, after: header, named: name)
  }

  /// Adds an array of `<f2` from the bits of half precision numbers; else as for other types.
  public mutating func append(
    halfPrecision bits: [UInt16], shape: [Int], named name: String
  ) throws(NPZError) {
    let header = NPYWriter.header(of: .float16, shape: shape, count: bits.count)
    unsafe try append(bits.span.bytes, after: header, named: name)
  }

  /// Completes the archive, and gives it its name.
  ///
  /// - Throws: ``NPZError/archive(_:)``.
  public consuming func commit() throws(NPZError) {
    do throws(ZipError) {
      try archive.commit()
    } catch {
      throw .archive(error)
    }
  }

  private mutating func append(
    _ elements: RawSpan, after header: [UInt8], named name: String
  ) throws(NPZError) {
    do throws(ZipError) {
      try archive.append(name + NPZFile.ending, method: method, head: header, elements)
    } catch {
      throw .archive(error)
    }
  }
}
