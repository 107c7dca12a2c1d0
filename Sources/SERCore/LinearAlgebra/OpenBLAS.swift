// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import COpenBLAS

/// The OpenBLAS library that this process is linked to.
///
/// Threads are a setting of the whole process, so only executables set them, once, before their first
/// product.
public enum OpenBLAS {
  /// Sets the number of threads of every later product, in the whole process.
  ///
  /// - Precondition: `count` is positive.
  public static func setThreads(_ count: Int) {
    precondition(count > 0, "OpenBLAS.setThreads: \(count) threads; at least one is needed")
    openblas_set_num_threads(Int32(clamping: count))
  }

  /// The number of threads that a product may use.
  public static var threads: Int { Int(openblas_get_num_threads()) }

  /// The processor kernels that the library chose when it was loaded, such as `Haswell` or `SkylakeX`.
  ///
  /// The last bits of a product depend on it.
  public static var core: String { unsafe String(cString: openblas_get_corename()) }

  /// Version and build options, as the library states them.
  public static var configuration: String { unsafe String(cString: openblas_get_config()) }
}
