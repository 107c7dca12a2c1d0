// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore

/// The cross-entropy of a batch of logits `[rows, classes]`, in Double, rounded once.
enum CrossEntropy {
  /// The sum of −log softmax(logits)[label], and the gradient of its mean.
  ///
  /// - Parameters:
  ///   - labels: One a row.
  ///   - slopes: Overwritten with the gradient by the logits.
  ///   - sums: Overwritten with the gradient by what is added to every row, one value a class.
  /// - Precondition: there are as many slopes as logits, and as many as the labels and classes say.
  static func sum<Scalar: BLASScalar>(
    _ logits: Span<Scalar>, labels: [Int], slopes: inout MutableSpan<Scalar>, sums: inout MutableSpan<Scalar>
  ) -> Double {
    let classes = sums.count
    precondition(
      logits.count == labels.count * classes && slopes.count == logits.count,
      "\(logits.count) logits, \(slopes.count) slopes, \(labels.count) labels, \(classes) classes")
    var powers = [Double](repeating: 0, count: classes)
    var totals = powers
    var loss = 0.0
    for (b, label) in labels.enumerated() {
      let first = b * classes
      var largest = Double(logits[first])
      for k in 0..<classes { largest = max(largest, Double(logits[first + k])) }
      var total = 0.0
      for k in 0..<classes {
        powers[k] = exp(Double(logits[first + k]) - largest)
        total += powers[k]
      }
      loss += log(total) - (Double(logits[first + label]) - largest)
      for k in 0..<classes {
        let slope = (powers[k] / total - (k == label ? 1 : 0)) / Double(labels.count)
        slopes[first + k] = Scalar(slope)
        totals[k] += slope
      }
    }
    for k in 0..<classes { sums[k] = Scalar(totals[k]) }
    return loss
  }
}
