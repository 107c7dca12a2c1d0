// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels
internal import SERCore

extension Float: ProbeScalar {
  package typealias Pooling = KernelPooling

  package static func add(_ bias: Span<Float>, to batch: inout MutableSpan<Float>, rectifying: Bool) {
    let columns = bias.count
    precondition(columns > 0 && batch.count % columns == 0, "\(batch.count) values in rows of \(columns)")
    unsafe bias.withUnsafeBufferPointer { bias in
      unsafe batch.withUnsafeMutableBufferPointer { batch in
        unsafe ser_add_bias(
          batch.baseAddress, bias.baseAddress, batch.count / columns, columns, rectifying ? 1 : 0)
      }
    }
  }

  package static func keep(
    _ slopes: inout MutableSpan<Float>, where activations: Span<Float>, sums: inout MutableSpan<Float>
  ) -> Int {
    let columns = sums.count
    precondition(
      activations.count == slopes.count && columns > 0 && slopes.count % columns == 0,
      "\(slopes.count) slopes and \(activations.count) activations in rows of \(columns)")
    return unsafe slopes.withUnsafeMutableBufferPointer { slopes in
      unsafe activations.withUnsafeBufferPointer { activations in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          unsafe ser_mask_slopes(
            slopes.baseAddress, activations.baseAddress, slopes.count / columns, columns, sums.baseAddress)
        }
      }
    }
  }

  /// The share of slopes that are not 0 from which a dense product is faster: measured, 0.70 on AVX-512.
  private static let denseShare = 0.65
  /// Processors without fused multiply-add would take 80 times as long: for them every product is dense.
  private static let hasFusedKernels = Kernels.variant != "portable"

  package static func product(
    ofKept slopes: Span<Float>, shape: (rows: Int, columns: Int), nonzero: Int, transposed: Bool,
    with other: Span<Float>, width: Int, into result: inout MutableSpan<Float>
  ) {
    let (rows, columns) = shape
    let (sums, terms) = transposed ? (columns, rows) : (rows, columns)
    precondition(
      slopes.count == rows * columns && other.count == terms * width && result.count == sums * width,
      "slopes [\(rows), \(columns)] and [\(terms), \(width)]: spans hold \(slopes.count), \(other.count), "
        + "\(result.count)")
    guard hasFusedKernels, width % Int(SER_LANES) == 0, Double(nonzero) < denseShare * Double(slopes.count)
    else {
      generalMatrixMultiply(
        m: sums, n: width, k: terms, alpha: 1, a: slopes, transposedA: transposed, b: other,
        transposedB: false, beta: 0, c: &result)
      return
    }
    unsafe slopes.withUnsafeBufferPointer { slopes in
      unsafe other.withUnsafeBufferPointer { other in
        unsafe result.withUnsafeMutableBufferPointer { result in
          unsafe ser_sparse_product(
            slopes.baseAddress, sums, transposed ? 1 : columns, terms, transposed ? columns : 1,
            other.baseAddress, width, result.baseAddress)
        }
      }
    }
  }
}
