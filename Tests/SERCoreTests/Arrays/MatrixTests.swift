// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A matrix") struct MatrixTests {
  @Test("lies row after row") func layout() {
    var matrix = Matrix<Float>(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(matrix[0, 2] == 3 && matrix[1, 0] == 4)
    #expect(Array(matrix.row(0)) == [1, 2, 3] && Array(matrix.row(1)) == [4, 5, 6])
    matrix[1, 1] = 9
    #expect(matrix.elements == [1, 2, 3, 4, 9, 6])
    #expect(Matrix<Double>(rows: 2, columns: 2, repeating: 7).elements == [7, 7, 7, 7])
    #expect(Matrix<Double>(rows: 1, columns: 2).elements == [0, 0])
    #expect(Matrix<Double>(rows: 2, columns: 0).row(1).isEmpty)
  }

  @Test("survives being written and read, in both precisions") func coding() throws {
    let single = Matrix<Float>(rows: 2, columns: 2, elements: [0.1, -0, .leastNonzeroMagnitude, 3e38])
    #expect(try Fixtures.recoded(single) == single)
    let double = Matrix<Double>(rows: 3, columns: 1, elements: [0.1, 1e300, -.leastNonzeroMagnitude])
    #expect(try Fixtures.recoded(double) == double)
    let empty = Matrix<Double>(rows: 0, columns: 5)
    #expect(try Fixtures.recoded(empty) == empty)
  }

  @Test(
    "refuses a shape that lies",
    arguments: [
      #"{"rows":2,"columns":2,"elements":[1,2,3]}"#, #"{"rows":2,"columns":2,"elements":[1,2,3,4,5]}"#,
      #"{"rows":-1,"columns":-1,"elements":[1]}"#, #"{"rows":-1,"columns":0,"elements":[]}"#,
      #"{"rows":4294967296,"columns":4294967296,"elements":[]}"#, #"{"rows":1,"elements":[1]}"#,
      #"{"rows":1,"columns":1,"elements":["1"]}"#,
    ])
  func lies(text: String) {
    #expect(throws: DecodingError.self) { try Fixtures.decode(Matrix<Float>.self, text) }
    #expect(throws: DecodingError.self) { try Fixtures.decode(Matrix<Double>.self, text) }
  }

  @Test("takes places outside and counts that do not fit for a programmer's error") func preconditions() async
  {
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 2, elements: [1]) }
    // Within the elements, but not within the row.
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 2)[0, 2] }
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 2)[1, -1] }
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 2).row(2) }
    await #expect(processExitsWith: .failure) {
      var matrix = Matrix<Float>(rows: 2, columns: 2)
      matrix.elements.append(1)
    }
  }
}
