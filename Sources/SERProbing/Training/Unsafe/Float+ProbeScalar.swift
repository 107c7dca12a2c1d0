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
  ) {
    let columns = sums.count
    precondition(
      activations.count == slopes.count && columns > 0 && slopes.count % columns == 0,
      "\(slopes.count) slopes and \(activations.count) activations in rows of \(columns)")
    unsafe slopes.withUnsafeMutableBufferPointer { slopes in
      unsafe activations.withUnsafeBufferPointer { activations in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          unsafe ser_mask_slopes(
            slopes.baseAddress, activations.baseAddress, slopes.count / columns, columns, sums.baseAddress)
        }
      }
    }
  }
}
