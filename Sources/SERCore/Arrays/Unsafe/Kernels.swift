// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// The hot loops in C that this process runs.
public enum Kernels {
  /// `avx512`, `avx2`, `neon` or `portable`: chosen by processor, or a lower one by the environment variable
  /// `SER_KERNELS`, which holds for all kernels alike. Results are the same bits in all.
  public static var variant: String { unsafe String(cString: ser_kernel_variant()) }
}
