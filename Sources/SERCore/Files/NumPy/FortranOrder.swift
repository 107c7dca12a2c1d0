// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Where the elements of an array are that lies in Fortran's order, its first axis fastest.
struct FortranOrder {
  private let shape: [Int]
  private let strides: [Int]
  private let count: Int

  /// - Precondition: the product of the sizes that are not 0 is an `Int`, and none is negative.
  init(shape: [Int]) {
    self.shape = shape
    var strides: [Int] = []
    var stride = 1
    for size in shape {
      strides.append(stride)
      stride *= max(size, 1)
    }
    self.strides = strides
    count = shape.contains(0) ? 0 : stride
  }

  /// Calls `body` with the place of each element, the last axis fastest.
  ///
  /// - Complexity: O(*n*) for *n* elements, without a division.
  func forEachInCOrder(_ body: (Int) -> Void) {
    var position = [Int](repeating: 0, count: shape.count)
    var place = 0
    for _ in 0..<count {
      body(place)
      for axis in shape.indices.reversed() {
        position[axis] += 1
        place += strides[axis]
        if position[axis] < shape[axis] { break }
        place -= strides[axis] * shape[axis]
        position[axis] = 0
      }
    }
  }
}
