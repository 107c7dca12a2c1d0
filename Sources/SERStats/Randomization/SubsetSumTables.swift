// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The sums of all subsets of each eight values, so that the sum of a subset drawn at random is one look-up
/// for eight values.
struct SubsetSumTables {
  /// 256 sums for each eight values.
  private let sums: [Double]

  init(_ values: [Double]) {
    var sums: [Double] = []
    for start in stride(from: 0, to: values.count, by: 8) {
      var table = [0.0]
      for place in start..<start + 8 {
        // Past the end nothing is added, whatever the bit.
        let value = place < values.count ? values[place] : 0
        table += table.map { $0 + value }
      }
      sums += table
    }
    self.sums = sums
  }

  /// The sum of all values, with the rounding of the other sums.
  var total: Double { stride(from: 255, to: sums.count, by: 256).reduce(0) { $0 + sums[$1] } }

  /// The sum of a subset in which every value is with probability 1/2.
  ///
  /// Value *i* is in if bit *i* mod 64 of word ⌊*i*/64⌋ is set.
  func drawn(using generator: inout NumPyGenerator) -> Double {
    var (sum, table) = (0.0, 0)
    while table < sums.count {
      var word: UInt64 = generator.next()
      let end = min(sums.count, table + 8 * 256)
      while table < end {
        sum += sums[table + Int(word & 255)]
        word >>= 8
        table += 256
      }
    }
    return sum
  }
}
