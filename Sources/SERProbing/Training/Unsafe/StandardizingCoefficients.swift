// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels
internal import SERCore

/// A standardizer as kernels take it: t = (x − center)·scale in single precision, rows padded to whole lanes.
///
/// Mean and deviation are rounded to single precision first, as the released procedure does it: a mean of
/// many deviations, rounded, shifts a dimension by more than any other rounding does.
struct StandardizingCoefficients: Sendable {
  let padded: Int
  private let center: LineAlignedFloats
  private let scale: LineAlignedFloats

  init(_ standardizer: Standardizer) {
    let dimension = standardizer.dimension
    let lanes = Int(SER_LANES)
    let padded = (dimension + lanes - 1) / lanes * lanes
    func laidOut(_ value: (Int) -> Double) -> LineAlignedFloats {
      var rows = [Float](repeating: 0, count: standardizer.states * padded)
      for state in 0..<standardizer.states {
        for d in 0..<dimension { rows[state * padded + d] = Float(value(state * dimension + d)) }
      }
      return LineAlignedFloats(rows)
    }
    self.padded = padded
    center = laidOut { standardizer.means[$0] }
    scale = laidOut { 1 / standardizer.deviations[$0] }
  }

  func withPointers<Result>(
    _ body: (_ center: UnsafePointer<Float>, _ scale: UnsafePointer<Float>) -> Result
  ) -> Result {
    withExtendedLifetime((center, scale)) { unsafe body(center.base, scale.base) }
  }
}

/// Constants that begin on a cache line: a register that straddles two lines costs two accesses, and the
/// kernels read these for every row.
@safe private final class LineAlignedFloats: @unchecked Sendable {  // unchecked: nothing changes after `init`
  let base: UnsafePointer<Float>
  private let memory: UnsafeMutableRawPointer

  init(_ values: [Float]) {
    unsafe memory = .allocate(byteCount: max(values.count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    let floats = unsafe memory.bindMemory(to: Float.self, capacity: values.count)
    unsafe values.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { unsafe floats.initialize(from: start, count: values.count) }
    }
    unsafe base = UnsafePointer(floats)
  }

  deinit { unsafe memory.deallocate() }
}
