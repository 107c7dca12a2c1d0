// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import COpenBLAS

// The only place that calls BLAS: spans come in, their counts are checked once, one call goes out.

private func checkedDimension(_ value: Int) -> blasint {
  precondition(value >= 0 && value <= Int(blasint.max), "dimension \(value) does not fit OpenBLAS' integers")
  return blasint(value)
}

private func checkProduct(m: Int, n: Int, k: Int, a: Int, b: Int, c: Int) {
  precondition(
    a == m * k && b == k * n && c == m * n,
    "matrix product [\(m), \(k)]·[\(k), \(n)]: spans hold \(a), \(b) and \(c) elements")
}

private func checkVectorProduct(rows: Int, columns: Int, transposed: Bool, a: Int, x: Int, y: Int) {
  precondition(
    a == rows * columns && x == (transposed ? rows : columns) && y == (transposed ? columns : rows),
    "matrix [\(rows), \(columns)]\(transposed ? " transposed" : "") times vector: "
      + "spans hold \(a), \(x) and \(y) elements")
}

/// y ← β·y; with β = 0 whatever stood there is gone, as in BLAS.
private func scale<Element: BinaryFloatingPoint>(_ y: inout MutableSpan<Element>, by beta: Element) {
  for i in y.indices { y[i] = beta == 0 ? 0 : beta * y[i] }
}

extension Float: BLASScalar {
  /// Single precision, by `cblas_sgemm`.
  public static func generalMatrixMultiply(
    m: Int, n: Int, k: Int, alpha: Float, a: Span<Float>, transposedA: Bool, b: Span<Float>,
    transposedB: Bool,
    beta: Float, c: inout MutableSpan<Float>
  ) {
    checkProduct(m: m, n: n, k: k, a: a.count, b: b.count, c: c.count)
    guard m > 0, n > 0 else { return }
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          unsafe cblas_sgemm(
            CblasRowMajor, transposedA ? CblasTrans : CblasNoTrans, transposedB ? CblasTrans : CblasNoTrans,
            checkedDimension(m), checkedDimension(n), checkedDimension(k), alpha, a.baseAddress,
            checkedDimension(max(1, transposedA ? m : k)), b.baseAddress,
            checkedDimension(max(1, transposedB ? k : n)), beta, c.baseAddress, checkedDimension(n))
        }
      }
    }
  }

  /// Single precision, by `cblas_sgemv`.
  public static func generalMatrixVector(
    rows: Int, columns: Int, alpha: Float, a: Span<Float>, transposed: Bool, x: Span<Float>, beta: Float,
    y: inout MutableSpan<Float>
  ) {
    checkVectorProduct(
      rows: rows, columns: columns, transposed: transposed, a: a.count, x: x.count, y: y.count)
    guard x.count > 0 else { return scale(&y, by: beta) }  // BLAS leaves y as it is
    guard y.count > 0 else { return }
    unsafe a.withUnsafeBufferPointer { a in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe y.withUnsafeMutableBufferPointer { y in
          unsafe cblas_sgemv(
            CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, checkedDimension(rows),
            checkedDimension(columns), alpha, a.baseAddress, checkedDimension(max(1, columns)), x.baseAddress,
            1,
            beta, y.baseAddress, 1)
        }
      }
    }
  }
}

extension Double: BLASScalar {
  /// Double precision, by `cblas_dgemm`.
  public static func generalMatrixMultiply(
    m: Int, n: Int, k: Int, alpha: Double, a: Span<Double>, transposedA: Bool, b: Span<Double>,
    transposedB: Bool,
    beta: Double, c: inout MutableSpan<Double>
  ) {
    checkProduct(m: m, n: n, k: k, a: a.count, b: b.count, c: c.count)
    guard m > 0, n > 0 else { return }
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          unsafe cblas_dgemm(
            CblasRowMajor, transposedA ? CblasTrans : CblasNoTrans, transposedB ? CblasTrans : CblasNoTrans,
            checkedDimension(m), checkedDimension(n), checkedDimension(k), alpha, a.baseAddress,
            checkedDimension(max(1, transposedA ? m : k)), b.baseAddress,
            checkedDimension(max(1, transposedB ? k : n)), beta, c.baseAddress, checkedDimension(n))
        }
      }
    }
  }

  /// Double precision, by `cblas_dgemv`.
  public static func generalMatrixVector(
    rows: Int, columns: Int, alpha: Double, a: Span<Double>, transposed: Bool, x: Span<Double>, beta: Double,
    y: inout MutableSpan<Double>
  ) {
    checkVectorProduct(
      rows: rows, columns: columns, transposed: transposed, a: a.count, x: x.count, y: y.count)
    guard x.count > 0 else { return scale(&y, by: beta) }  // BLAS leaves y as it is
    guard y.count > 0 else { return }
    unsafe a.withUnsafeBufferPointer { a in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe y.withUnsafeMutableBufferPointer { y in
          unsafe cblas_dgemv(
            CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, checkedDimension(rows),
            checkedDimension(columns), alpha, a.baseAddress, checkedDimension(max(1, columns)), x.baseAddress,
            1,
            beta, y.baseAddress, 1)
        }
      }
    }
  }
}
