// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import COpenBLAS

// The only place that calls BLAS: spans come in, their counts are checked once, one call goes out.

extension BLASScalar {
  /// C ← α·op(A)·op(B) + β·C, row-major: op(A) is `[m, k]`, op(B) `[k, n]`, C `[m, n]`.
  ///
  /// The corresponding C functions are `cblas_sgemm` and `cblas_dgemm`.
  ///
  /// - Precondition: the three spans hold exactly m·k, k·n and m·n elements.
  /// - Complexity: 2·m·n·k operations.
  package static func generalMatrixMultiply(
    m: Int, n: Int, k: Int, alpha: Self, a: Span<Self>, transposedA: Bool, b: Span<Self>, transposedB: Bool,
    beta: Self, c: inout MutableSpan<Self>
  ) {
    precondition(
      a.count == m * k && b.count == k * n && c.count == m * n,
      "matrix product [\(m), \(k)]·[\(k), \(n)]: spans hold \(a.count), \(b.count) and \(c.count) elements")
    guard m > 0, n > 0 else { return }
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          unsafe routines.gemm(
            CblasRowMajor, transposedA ? CblasTrans : CblasNoTrans, transposedB ? CblasTrans : CblasNoTrans,
            dimension(m), dimension(n), dimension(k), alpha, a.baseAddress,
            dimension(max(1, transposedA ? m : k)), b.baseAddress, dimension(max(1, transposedB ? k : n)),
            beta,
            c.baseAddress, dimension(n))
        }
      }
    }
  }

  /// y ← α·op(A)·x + β·y, row-major; A as stored is `[rows, columns]`.
  ///
  /// The corresponding C functions are `cblas_sgemv` and `cblas_dgemv`.
  ///
  /// - Precondition: the counts of A, x and y fit op(A).
  /// - Complexity: 2·rows·columns operations.
  package static func generalMatrixVector(
    rows: Int, columns: Int, alpha: Self, a: Span<Self>, transposed: Bool, x: Span<Self>, beta: Self,
    y: inout MutableSpan<Self>
  ) {
    precondition(
      a.count == rows * columns && x.count == (transposed ? rows : columns)
        && y.count == (transposed ? columns : rows),
      "matrix [\(rows), \(columns)]\(transposed ? " transposed" : "") times vector: "
        + "spans hold \(a.count), \(x.count) and \(y.count) elements")
    guard x.count > 0 else { return scale(&y, by: beta) }  // BLAS leaves y as it is
    guard y.count > 0 else { return }
    unsafe a.withUnsafeBufferPointer { a in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe y.withUnsafeMutableBufferPointer { y in
          unsafe routines.gemv(
            CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, dimension(rows), dimension(columns), alpha,
            a.baseAddress, dimension(max(1, columns)), x.baseAddress, 1, beta, y.baseAddress, 1)
        }
      }
    }
  }

  /// y ← β·y; with β = 0 whatever stood there is gone, as in BLAS.
  private static func scale(_ y: inout MutableSpan<Self>, by beta: Self) {
    for i in y.indices { y[i] = beta == 0 ? 0 : beta * y[i] }
  }

  private static func dimension(_ value: Int) -> Int32 {
    precondition(value >= 0 && value <= Int(Int32.max), "dimension \(value) does not fit OpenBLAS' integers")
    return Int32(value)
  }
}
