// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit

/// The accuracies of one model on one corpus, seed by seed, and what they can have been before they were rounded.
///
/// An accuracy is *k* of *n* utterances. Where *n* is known, few *k* round to the printed digits: one for most cells of
/// EmoDB and RAVDESS, one to three for the others. Where all five have one, the numbers behind the table are known.
struct SeedScores: Hashable, Sendable {
  /// How much is known of what was rounded.
  enum Source: String, Sendable {
    /// Every count is known.
    case pinned
    /// Every count is one of a few.
    case grid
    /// Only the digits are known.
    case box
  }

  let dataset: String
  let model: String
  /// As printed.
  let printed: [PrintedNumber]
  /// The test utterances of each seed, `nil` if they are not known.
  let testSizes: [Int]?
  /// The accuracies that each printed one can stand for; `nil` where any within rounding can.
  let choices: [[Double]?]
  /// Seeds whose printed accuracy is no share of the test utterances.
  let offGrid: [Int]

  /// Among more counts than this, one is as good as any number within rounding.
  static let mostChoices = 50

  init(_ table: SeedTable, _ dataset: String, _ model: String, testSizes: [Int]?, in facts: Facts)
    throws(PublishedFileError)
  {
    let path = PublishedPath("tables", table.perSeed, "rows")[dataset][model]
    self.dataset = dataset
    self.model = model
    let seeds = try facts.numbers(PublishedPath("tables", table.perSeed, "seeds")).count
    let printed = try facts.numbers(path, count: seeds)
    self.printed = printed
    self.testSizes = testSizes
    var choices: [[Double]?] = []
    var offGrid: [Int] = []
    for (seed, number) in printed.enumerated() {
      guard let testSizes, testSizes.indices.contains(seed) else {
        choices.append(nil)
        continue
      }
      let grid = Self.shares(of: testSizes[seed], printedAs: number)
      if grid.isEmpty { offGrid.append(seed) }
      choices.append(grid.isEmpty || grid.count > Self.mostChoices ? nil : grid)
    }
    self.choices = choices
    self.offGrid = offGrid
  }

  /// The shares *k*/*n* that round to a printed number.
  static func shares(of n: Int, printedAs number: PrintedNumber) -> [Double] {
    guard n > 0, (0...1).contains(number.value) else { return [] }
    let first = Int(((number.value - number.half) * Double(n) - 1e-6).rounded(.up))
    let last = Int(((number.value + number.half) * Double(n) + 1e-6).rounded(.down))
    guard first <= last else { return [] }
    return (max(0, first)...max(0, min(n, last))).map { Double($0) / Double(n) }
  }

  /// How much is known.
  var source: Source {
    if choices.allSatisfy({ $0?.count == 1 }) { return .pinned }
    return choices.allSatisfy { $0 != nil } ? .grid : .box
  }

  /// The accuracies behind the table if they are pinned, or else the printed ones.
  var best: [Double] {
    source == .pinned ? choices.map { $0![0] } : printed.map(\.value)
  }

  /// What each accuracy can be.
  var bounds: [Bounds] {
    printed.indices.map { seed in
      guard let grid = choices[seed] else { return printed[seed].bounds }
      return Bounds(nominal: best[seed], low: grid.first!, high: grid.last!)
    }
  }

  /// The mean over the seeds.
  var mean: Bounds { .mean(bounds) }

  /// The standard deviation over the seeds, with *n* - 1.
  var standardDeviation: Bounds { BoxMoments.standardDeviation(of: bounds) }
}
