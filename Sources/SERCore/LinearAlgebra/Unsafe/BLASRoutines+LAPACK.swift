// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// The only place that calls LAPACK. It reads memory by columns, so what lies row by row is to it the
// transpose: an SVD swaps its two sides, a QR becomes an LQ, the lower triangle becomes the upper. So no
// matrix is copied to be turned. Callers have checked that matrices are not empty and that all elements are
// finite.

/// A dimension as LAPACK counts.
private func dimension(_ value: Int) -> Int32 {
  precondition(value > 0 && value <= Int(Int32.max), "dimension \(value) does not fit LAPACK's integers")
  return Int32(value)
}

/// A negative status names a wrong argument, which only this file could have caused.
private func requireSoundCall(_ status: Int32, _ routine: String) {
  precondition(status >= 0, "\(routine): argument \(-status) is wrong")
}

extension BLASRoutines {
  /// The length that a workspace query answered; in Float a large one may have been rounded down.
  private func length(_ answer: Element) -> Int32 {
    let length = Int((answer * (1 + Element.ulpOfOne)).rounded(.up))
    return dimension(max(1, length))
  }

  /// Thin SVD of a row-major matrix; its elements are used up.
  ///
  /// - Returns: Left vectors `[rows, k]`, values `[k]` descending, and right vectors `[k, columns]`; `nil` if
  ///   the iteration did not converge.
  func singularValues(
    of elements: consuming [Element], rows: Int, columns: Int
  ) -> (left: [Element], values: [Element], right: [Element])? {
    var a = elements
    let k = min(rows, columns)
    var (m, n) = (dimension(columns), dimension(rows))
    var (leadingA, leadingU, leadingV) = (m, m, dimension(k))
    var values = [Element](repeating: 0, count: k)
    var right = [Element](repeating: 0, count: k * columns)
    var left = [Element](repeating: 0, count: rows * k)
    var integers = [Int32](repeating: 0, count: 8 * k)
    var (workLength, status) = (Int32(-1), Int32(0))
    var work: [Element] = [0]
    for _ in 0..<2 {  // First the length of the workspace is asked for, then the work is done.
      unsafe gesdd(
        "S", &m, &n, &a, &leadingA, &values, &right, &leadingU, &left, &leadingV, &work, &workLength,
        &integers, &status, 1)
      requireSoundCall(status, "gesdd")
      guard workLength == -1 else { break }
      workLength = length(work[0])
      work = [Element](repeating: 0, count: Int(workLength))
    }
    return status == 0 ? (left, values, right) : nil
  }

  /// Eigenvalues, ascending, and eigenvectors, one a row, of the symmetric matrix whose lower triangle is
  /// given.
  ///
  /// - Returns: `nil` if the iteration did not converge.
  func eigenvalues(
    of elements: consuming [Element], order: Int
  ) -> (values: [Element], vectors: [Element])? {
    var a = elements
    var n = dimension(order)
    var leading = n
    var values = [Element](repeating: 0, count: order)
    var (workLength, integerLength, status) = (Int32(-1), Int32(-1), Int32(0))
    var work: [Element] = [0]
    var integers: [Int32] = [0]
    for _ in 0..<2 {
      unsafe syevd(
        "V", "U", &n, &a, &leading, &values, &work, &workLength, &integers, &integerLength, &status, 1, 1)
      requireSoundCall(status, "syevd")
      guard workLength == -1 else { break }
      (workLength, integerLength) = (length(work[0]), max(1, integers[0]))
      work = [Element](repeating: 0, count: Int(workLength))
      integers = [Int32](repeating: 0, count: Int(integerLength))
    }
    return status == 0 ? (values, a) : nil
  }

  /// Thin QR of a row-major matrix.
  ///
  /// - Returns: What overwrites the matrix: the factor R in the upper triangle of its first
  ///   `min(rows, columns)` rows, and Q in its first `min(rows, columns)` columns.
  func orthogonalFactor(
    of elements: consuming [Element], rows: Int, columns: Int
  ) -> (upper: [Element], orthogonal: [Element]) {
    var a = elements
    var k = dimension(min(rows, columns))
    var (m, n) = (dimension(columns), dimension(rows))
    var leading = m
    var scales = [Element](repeating: 0, count: Int(k))
    var (workLength, status) = (Int32(-1), Int32(0))
    var work: [Element] = [0]
    for _ in 0..<2 {
      unsafe gelqf(&m, &n, &a, &leading, &scales, &work, &workLength, &status)
      requireSoundCall(status, "gelqf")
      guard workLength == -1 else { break }
      workLength = length(work[0])
      work = [Element](repeating: 0, count: Int(workLength))
    }
    let upper = Array(a[..<(Int(k) * columns)])
    workLength = -1
    var reflections = k
    for _ in 0..<2 {
      unsafe orglq(&k, &n, &reflections, &a, &leading, &scales, &work, &workLength, &status)
      requireSoundCall(status, "orglq")
      guard workLength == -1 else { break }
      workLength = length(work[0])
      work = [Element](repeating: 0, count: Int(workLength))
    }
    return (upper, a)
  }

  /// Overwrites the lower triangle of a symmetric matrix with its Cholesky factor.
  ///
  /// - Returns: The order of the first leading part that is not positive definite; 0 if all are.
  func factorCholesky(_ a: inout [Element], order: Int) -> Int {
    var n = dimension(order)
    var leading = n
    var status = Int32(0)
    unsafe potrf("U", &n, &a, &leading, &status, 1)
    requireSoundCall(status, "potrf")
    return Int(status)
  }

  /// Solves for right sides that lie one after another, by a Cholesky factor.
  func solveCholesky(_ lower: [Element], order: Int, sides: inout [Element], count: Int) {
    var (n, sideCount) = (dimension(order), dimension(count))
    var (leadingA, leadingB) = (n, n)
    var status = Int32(0)
    unsafe potrs("U", &n, &sideCount, lower, &leadingA, &sides, &leadingB, &status, 1)
    requireSoundCall(status, "potrs")
  }

  /// An estimate of 1/(‖A‖₁·‖A⁻¹‖₁) of the matrix with this Cholesky factor and 1-norm.
  func reciprocalCondition(cholesky lower: [Element], order: Int, norm: Element) -> Element {
    var n = dimension(order)
    var leading = n
    var (norm, answer, status) = (norm, Element.zero, Int32(0))
    var work = [Element](repeating: 0, count: 3 * order)
    var integers = [Int32](repeating: 0, count: order)
    unsafe pocon("U", &n, lower, &leading, &norm, &answer, &work, &integers, &status, 1)
    requireSoundCall(status, "pocon")
    return answer
  }

  /// Overwrites a square matrix with its LU factors.
  ///
  /// - Returns: The exchanges, and whether a pivot is exactly 0.
  func factorGeneral(_ a: inout [Element], order: Int) -> (exchanges: [Int32], isSingular: Bool) {
    var (m, n) = (dimension(order), dimension(order))
    var leading = n
    var exchanges = [Int32](repeating: 0, count: order)
    var status = Int32(0)
    unsafe getrf(&m, &n, &a, &leading, &exchanges, &status)
    requireSoundCall(status, "getrf")
    return (exchanges, status > 0)
  }

  /// Solves for right sides that lie one after another, by LU factors of the row-major matrix.
  func solveGeneral(
    _ factors: [Element], exchanges: [Int32], order: Int, sides: inout [Element], count: Int
  ) {
    var (n, sideCount) = (dimension(order), dimension(count))
    var (leadingA, leadingB) = (n, n)
    var status = Int32(0)
    // "T": the factors are those of the transpose.
    unsafe getrs("T", &n, &sideCount, factors, &leadingA, exchanges, &sides, &leadingB, &status, 1)
    requireSoundCall(status, "getrs")
  }

  /// An estimate of 1/(‖A‖₁·‖A⁻¹‖₁) of the row-major matrix with these LU factors and 1-norm.
  func reciprocalCondition(general factors: [Element], order: Int, norm: Element) -> Element {
    var n = dimension(order)
    var leading = n
    var (norm, answer, status) = (norm, Element.zero, Int32(0))
    var work = [Element](repeating: 0, count: 4 * order)
    var integers = [Int32](repeating: 0, count: order)
    // "I": the largest row sum of the transpose is the largest column sum of the matrix.
    unsafe gecon("I", &n, factors, &leading, &norm, &answer, &work, &integers, &status, 1)
    requireSoundCall(status, "gecon")
    return answer
  }
}
