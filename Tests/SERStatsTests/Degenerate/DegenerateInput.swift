// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport

/// Small data such as no one plans for, drawn from a number: the same number gives the same data everywhere.
///
/// Each property asked for is a draw, so calls that ask in the same order see the same data.
struct DegenerateInput {
  /// The number that everything is drawn from.
  let number: Int
  private var generator: SplitMix64

  init(number: Int) {
    self.number = number
    generator = SplitMix64(state: UInt64(number) &* 0xD134_2543_DE82_EF95 &+ 1)
  }

  /// A number from 0 up to, but not including, `bound`.
  mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: generator.next() % UInt64(bound)) }

  mutating func chance(oneIn n: Int) -> Bool { below(n) == 0 }

  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  /// 0 to 12; rarely more than a table of halves or eights holds.
  mutating func count(upTo most: Int = 12) -> Int {
    most >= 12 && chance(oneIn: 100) ? pick([13, 16, 41, 64, 65]) : below(most + 1)
  }

  mutating func level() -> Double {
    pick([
      0.95, 0.95, 0.9, 0.5, 0.99, 0.999, 0.9375, 0.0625, 1e-16, 1 - 0x1p-53, .leastNonzeroMagnitude,
      2 * 0x1p-53,
    ])
  }

  mutating func alternative() -> Alternative { pick([.twoSided, .greater, .less]) }

  /// A generator for the calls that draw.
  mutating func random() -> NumPyGenerator { RandomStream(seed: generator.next() >> 1).root }

  // MARK: Numbers

  /// One column of so many numbers, of a kind that is drawn too.
  mutating func values(_ count: Int) -> [Double] {
    let kind = below(20)
    let base = number(kind: kind)
    var values = (0..<count).map { index -> Double in
      switch kind {
      case 0: base  // all equal
      case 1: Double(index)
      case 2: index.isMultiple(of: 2) ? base : -base
      default: number(kind: kind)
      }
    }
    // Now and then a stranger among them.
    if count > 0 && chance(oneIn: 4) { values[below(count)] = pick(Self.strangers) }
    return values
  }

  /// Numbers that squares, sums, ranks and comparisons stumble over.
  static let strangers: [Double] = [
    0, -0.0, 1, 1e300, -1e300, 4.9e299, 1e294, -1e294, 1e155, 1e-155, 1e-300, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    .infinity,
    -.infinity, .nan, 1 + .ulpOfOne,
  ]

  private mutating func number(kind: Int) -> Double {
    let sign = chance(oneIn: 2) ? 1.0 : -1.0
    switch kind {
    case 0, 2: return pick(Self.strangers + [0.1, 0.5, 0.7, 2, 3])
    case 3: return Double(below(3))  // ties
    case 4: return Double(below(2))
    case 5, 6: return Double(below(11)) / 10  // decimals, whose differences tie but for the last bit
    case 7: return sign * Double(below(4)) * .leastNonzeroMagnitude
    case 8: return sign * Double(sign: .plus, exponent: below(2090) - 1074, significand: 1)
    case 9: return sign * 0
    case 10: return sign * Double(below(9) + 1) * 1e154
    case 11: return sign * Double(below(9)) * 1e-170
    case 12: return 1 + Double(below(4)) * .ulpOfOne
    case 13: return sign * 0.3
    case 14: return sign * Double(below(10)) * 1e293
    case 15: return sign * Double(below(5)) * 1e299
    case 16: return sign * Double(below(1000)) * 0x1p-1030
    case 17: return 1e16 + Double(below(9))
    default: return sign * Double(below(1 << 30)) * 0x1p-30
    }
  }

  /// Two columns that belong together: unrelated, the same, shifted, mirrored, or of different lengths.
  mutating func pair(upTo most: Int = 12) -> (a: [Double], b: [Double]) {
    let a = values(count(upTo: most))
    switch below(10) {
    case 0: return (a, a)
    case 1: return (a, a.map { $0 + 0.1 })
    case 2: return (a, a.map { -$0 })
    case 3: return (a, a.map { $0.nextUp })
    case 4: return (a, Array(a.reversed()))
    case 5: return (a, [Double](repeating: 0, count: a.count))
    case 6 where chance(oneIn: 3): return (a, values(count(upTo: most)))
    default: return (a, values(a.count))
    }
  }

  /// Rows of numbers; rarely of different lengths.
  mutating func rows(_ rows: Int, _ columns: Int) -> [[Double]] {
    var table = (0..<rows).map { _ in values(columns) }
    if chance(oneIn: 8), let first = table.first { table = table.map { _ in first } }
    if rows > 0 && chance(oneIn: 25) { table[below(rows)] = values(below(4)) }
    return table
  }

  mutating func matrix(_ size: Int) -> Matrix<Double> {
    Matrix(rows: size, columns: size, elements: values(size * size))
  }

  /// Probabilities with their limits, and no others.
  mutating func probabilities(_ count: Int) -> [Double] {
    (0..<count).map { _ in
      pick([0, 1, .leastNonzeroMagnitude, 1e-300, 0.05, 0.05, 0.5, 0.2, 1 - 0x1p-53, 0.01])
    }
  }

  // MARK: Labels and counts

  /// Names of clusters or classes: one, all different, few, empty, or two ways to write one letter.
  mutating func labels(_ count: Int) -> [String] {
    switch below(8) {
    case 0: return [String](repeating: "a", count: count)
    case 1: return (0..<count).map { "\($0)" }
    case 2: return (0..<count).map { _ in pick(["", " "]) }
    case 3: return (0..<count).map { _ in pick(["\u{E9}", "e\u{301}", "e"]) }
    case 4: return (0..<count).map { $0 == 0 ? "alone" : "crowd" }
    case 5 where chance(oneIn: 4): return (0..<self.count()).map { _ in pick(["a", "b"]) }
    default: return (0..<count).map { _ in pick(["a", "b", "c", "d"]) }
    }
  }

  mutating func flags(_ count: Int) -> [Bool] {
    let kind = below(4)
    return (0..<count).map { _ in kind == 0 ? true : kind == 1 ? false : chance(oneIn: 2) }
  }

  /// A number of utterances, observations or trials, from impossible to far more than there is speech.
  mutating func tally() -> Int {
    pick([0, 0, 1, 1, 2, 3, 5, 10, 70, 1000, -1, 1 << 40, 1_000_000_000_000, 1 << 53, .max, .min])
  }

  // MARK: Plans

  mutating func plan() -> ResamplingPlan {
    ResamplingPlan(
      unit: pick([.speaker, .utterance, .group]),
      scheme: pick([.repeatedRandom, .partition, .leaveOneOut, .exhaustive, .given]),
      trainingUnits: pick([1, 1, 2, 5, 14, 1 << 40]), testUnits: pick([1, 1, 2, 5, 10, 1 << 40]))
  }

  /// A plan of five times two folds, four times in five.
  mutating func halves() -> ResamplingPlan {
    chance(oneIn: 5)
      ? plan() : ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 5, testUnits: 5)
  }
}
