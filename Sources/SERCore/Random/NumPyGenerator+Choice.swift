// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension NumPyGenerator {
  /// `count` different numbers from 0 ..< `n` in random order, the equal of
  /// `choice(n, count, replace=False)`.
  ///
  /// Floyd's way of drawing a subset and a shuffle of what it drew; for a large share of a large `n`, as
  /// NumPy does, the tail of a shuffle. Both use the rule for bounded integers, not that of ``shuffle(_:)``.
  ///
  /// ```swift
  /// var generator = NumPyGenerator(seed: 0)
  /// let rows = generator.choice(2, of: 127)  // numpy.random.default_rng(0).choice(127, 2, replace=False): 107, 80
  /// ```
  ///
  /// - Precondition: 0 ≤ `count` ≤ `n`.
  /// - Complexity: O(`count`), or O(`n`) for more than a fiftieth of more than 10,000.
  /// - Source: NumPy 2.4.6, `Generator.choice`; Bentley and Floyd, "A sample of brilliance" (1987).
  public mutating func choice(_ count: Int, of n: Int) -> [Int] {
    precondition(count >= 0 && count <= n, "NumPyGenerator.choice: \(count) of \(n)")
    if n > 10_000, count > n / 50 {
      var all = Array(0..<n)
      shuffleByMultiplication(&all, from: max(n - count, 1))
      return Array(all[(n - count)...])
    }
    var drawn: [Int] = []
    var seen: Set<Int> = []
    for last in (n - count)..<n {
      let number = below(last + 1)
      let own = seen.insert(number).inserted ? number : last
      seen.insert(own)
      drawn.append(own)
    }
    shuffleByMultiplication(&drawn, from: 1)
    return drawn
  }

  /// Exchanges each element from the last down to `first` with one at or before it.
  private mutating func shuffleByMultiplication(_ elements: inout [Int], from first: Int) {
    var place = elements.count - 1
    while place >= first {
      elements.swapAt(place, below(place + 1))
      place -= 1
    }
  }

  private mutating func below(_ bound: Int) -> Int { integers(below: bound, count: 1)[0] }
}
