// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels
package import SERCore

/// In single precision, where the rows lie, by kernels that give the same bits on every processor.
package struct KernelPooling: StatePooling {
  private let states: HiddenStates
  private let coefficients: StandardizingCoefficients

  package init(states: HiddenStates, standardizer: Standardizer) {
    self.states = states
    coefficients = StandardizingCoefficients(standardizer)
  }

  package var width: Int { coefficients.padded }

  package func weightedSums(
    of rows: ArraySlice<Int>, mixture: [Float], into sums: inout MutableSpan<Float>
  ) {
    precondition(sums.count == rows.count * width && mixture.count == states.stateCount)
    unsafe mixture.withUnsafeBufferPointer { mixture in
      unsafe withProbe(mixture.baseAddress) { probe in
        unsafe states.withRowPointers(rows) { pointers in
          unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe ser_linear_probe_scores(
              &probe, pointers.baseAddress, states.precision == .half ? 1 : 0, pointers.count, nil,
              sums.baseAddress)
          }
        }
      }
    }
  }

  package func products(of rows: ArraySlice<Int>, with slopes: Span<Float>) -> [Float] {
    precondition(slopes.count == rows.count * width)
    var sums = [Double](repeating: 0, count: states.stateCount)
    unsafe withProbe(nil) { probe in
      unsafe states.withRowPointers(rows) { pointers in
        unsafe slopes.withUnsafeBufferPointer { slopes in
          unsafe ser_layer_products(
            &probe, pointers.baseAddress, states.precision == .half ? 1 : 0, pointers.count,
            slopes.baseAddress, &sums)
        }
      }
    }
    return sums.map(Float.init)
  }

  /// A probe without classes: only its standardization and mixture count.
  private func withProbe(_ mixture: UnsafePointer<Float>?, _ body: (inout ser_linear_probe) -> Void) {
    unsafe coefficients.withPointers { center, scale in
      var probe = unsafe ser_linear_probe(
        states: states.stateCount, dimension: states.dimension, padded: width, classes: 0, center: center,
        scale: scale, mixture: mixture, weight: nil, bias: nil)
      unsafe body(&probe)
    }
  }
}
