// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The share of the squared distance between two empirical quantile functions on which the second is ahead.
enum ViolationRatio {
  /// The exact integral: both functions are steps, so the sum is over the pieces between steps.
  ///
  /// - Returns: 1/2 if the functions are the same.
  /// - Complexity: O(*n* log *n*).
  static func exact(_ a: [Double], _ b: [Double]) -> Double {
    var sums = Sums()
    forEachPiece(a, b) { gap, width in sums.add(gap, width: width) }
    return sums.ratio
  }

  /// The squared distance on which the first is ahead less that on which the second is, in units of `range`²:
  /// positive exactly if the ratio is below 1/2.
  static func lead(of a: [Double], over b: [Double], range: Double) -> Double {
    var sum = 0.0
    forEachPiece(a, b) { gap, width in sum -= (gap < 0 ? -1 : 1) * (gap / range) * (gap / range) * width }
    return sum / (Double(a.count) * Double(b.count))
  }

  /// deep-significance's sum over a grid, whose first point counts in the denominator alone.
  static func onGrid(_ a: [Double], _ b: [Double], step: Double) -> Double {
    let (first, second) = (a.sorted(), b.sorted())
    var sums = Sums()
    // NumPy's arange(step, 1, step).
    let points = Int(((1 - step) / step).rounded(.up))
    let increment = (step + step) - step
    for point in 0..<points {
      let t = step + Double(point) * increment
      let gap = quantile(t, of: second) - quantile(t, of: first)
      sums.add(gap, width: 1, isViolation: point > 0)
    }
    return sums.ratio
  }

  /// The ⌈*n* *p*⌉-th smallest value, the first or last where there is none.
  static func quantile(_ p: Double, of sorted: [Double]) -> Double {
    let index = Int((Double(sorted.count) * p).rounded(.up)) - 1
    return sorted[min(max(index, 0), sorted.count - 1)]
  }

  /// Whether the two quantile functions are the same.
  static func isSame(_ a: [Double], _ b: [Double]) -> Bool {
    var isSame = true
    forEachPiece(a, b) { gap, _ in if gap != 0 { isSame = false } }
    return isSame
  }

  /// Hands on each piece between steps: how far the second function is ahead, and the width in units of
  /// 1/(*nm*), in which a step of the first is *m* wide and one of the second *n*.
  private static func forEachPiece(
    _ a: [Double], _ b: [Double], _ body: (_ gap: Double, _ width: Double) -> Void
  ) {
    let (first, second) = (a.sorted(), b.sorted())
    var (i, j, position) = (0, 0, 0)
    while i < first.count && j < second.count {
      let (endOfFirst, endOfSecond) = ((i + 1) * second.count, (j + 1) * first.count)
      let end = min(endOfFirst, endOfSecond)
      body(second[j] - first[i], Double(end - position))
      position = end
      if endOfFirst == end { i += 1 }
      if endOfSecond == end { j += 1 }
    }
  }

  /// The squared gaps so far, in units of the largest gap so far: no square overflows, and no largest one
  /// vanishes.
  private struct Sums {
    private var unit = 0.0
    private var violation = 0.0
    private var total = 0.0

    mutating func add(_ gap: Double, width: Double, isViolation: Bool = true) {
      guard gap != 0 else { return }
      if gap.magnitude > unit {
        let shrink = unit / gap.magnitude
        violation *= shrink * shrink
        total *= shrink * shrink
        unit = gap.magnitude
      }
      let square = gap / unit * (gap / unit) * width
      total += square
      if gap > 0 && isViolation { violation += square }
    }

    var ratio: Double { total > 0 ? min(1, violation / total) : 0.5 }
  }
}
