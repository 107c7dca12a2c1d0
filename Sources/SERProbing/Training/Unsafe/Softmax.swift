// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Softmax in double, rounded to single precision: the same bits on every processor.
enum Softmax {
  static func probabilities(_ logits: some Collection<Float>) -> [Float] {
    let logits = Array(logits)
    var result = logits
    unsafe ser_softmax(logits, logits.count, &result)
    return result
  }
}
