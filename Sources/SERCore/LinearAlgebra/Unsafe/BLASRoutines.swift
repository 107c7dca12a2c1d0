// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import COpenBLAS

/// The routines of OpenBLAS in one precision, as products and decompositions of ``Matrix`` call them.
///
/// It has no public members, so that only this module makes one: multiply with
/// ``Matrix/times(_:_:otherAs:)``, and decompose with ``SingularValueDecomposition``,
/// ``SymmetricEigendecomposition``, ``QRDecomposition`` or ``CholeskyDecomposition``.
@safe public struct BLASRoutines<Element: BLASScalar>: Sendable {
  typealias Letter = UnsafePointer<CChar>
  typealias Count = UnsafePointer<Int32>
  typealias Integers = UnsafeMutablePointer<Int32>
  typealias Constants = UnsafePointer<Element>
  typealias Values = UnsafeMutablePointer<Element>

  let gemm:
    @Sendable (
      CBLAS_ORDER, CBLAS_TRANSPOSE, CBLAS_TRANSPOSE, Int32, Int32, Int32, Element, Constants?, Int32,
      Constants?,
      Int32, Element, Values?, Int32
    ) -> Void
  let gemv:
    @Sendable (
      CBLAS_ORDER, CBLAS_TRANSPOSE, Int32, Int32, Element, Constants?, Int32, Constants?, Int32, Element,
      Values?,
      Int32
    ) -> Void
  let gesdd:
    @Sendable (
      Letter, Count, Count, Values, Count, Values, Values, Count, Values, Count, Values, Count, Integers,
      Integers, Int
    ) -> Void
  let syevd:
    @Sendable (
      Letter, Letter, Count, Values, Count, Values, Values, Count, Integers, Count, Integers, Int, Int
    ) -> Void
  let gelqf: @Sendable (Count, Count, Values, Count, Values, Values, Count, Integers) -> Void
  let orglq: @Sendable (Count, Count, Count, Values, Count, Constants, Values, Count, Integers) -> Void
  let potrf: @Sendable (Letter, Count, Values, Count, Integers, Int) -> Void
  let potrs: @Sendable (Letter, Count, Count, Constants, Count, Values, Count, Integers, Int) -> Void
  let pocon:
    @Sendable (Letter, Count, Constants, Count, Constants, Values, Values, Integers, Integers, Int) -> Void
  let getrf: @Sendable (Count, Count, Values, Count, Integers, Integers) -> Void
  let getrs: @Sendable (Letter, Count, Count, Constants, Count, Count, Values, Count, Integers, Int) -> Void
  let gecon:
    @Sendable (Letter, Count, Constants, Count, Constants, Values, Values, Integers, Integers, Int) -> Void
}

extension Float: BLASScalar {
  /// The routines of single precision.
  public static let routines = unsafe BLASRoutines<Float>(
    gemm: cblas_sgemm, gemv: cblas_sgemv, gesdd: sgesdd_, syevd: ssyevd_, gelqf: sgelqf_, orglq: sorglq_,
    potrf: spotrf_, potrs: spotrs_, pocon: spocon_, getrf: sgetrf_, getrs: sgetrs_, gecon: sgecon_)
}

extension Double: BLASScalar {
  /// The routines of double precision.
  public static let routines = unsafe BLASRoutines<Double>(
    gemm: cblas_dgemm, gemv: cblas_dgemv, gesdd: dgesdd_, syevd: dsyevd_, gelqf: dgelqf_, orglq: dorglq_,
    potrf: dpotrf_, potrs: dpotrs_, pocon: dpocon_, getrf: dgetrf_, getrs: dgetrs_, gecon: dgecon_)
}
