// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERStats

/// The accuracies of one model on one corpus, seed by seed, and what they can have been before they were
/// rounded.
///
/// An accuracy is *k* of *n* utterances. Where *n* is known, few *k* round to the printed digits (``GRIM``):
/// one for most cells of EmoDB and RAVDESS, one to three for the others. Where all five have one, the numbers
/// behind the table are known.
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
    let seedPath = PublishedPath("tables", table.perSeed, "seeds")
    let seeds = try facts.numbers(seedPath).count
    // A single score has no standard deviation.
    guard seeds > 1 else {
      throw .wrongCount(file: facts.file.name, path: seedPath, expected: 2, found: seeds)
    }
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
      let grid = number.shares(of: testSizes[seed])
      if grid.isEmpty { offGrid.append(seed) }
      choices.append(grid.isEmpty || grid.count > Self.mostChoices ? nil : grid)
    }
    self.choices = choices
    self.offGrid = offGrid
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
  var intervals: [Interval] {
    printed.indices.map { seed in
      guard let grid = choices[seed] else { return printed[seed].interval }
      return Interval(nominal: best[seed], low: grid.first!, high: grid.last!)
    }
  }

  /// The mean over the seeds.
  var mean: Interval { .mean(intervals) }

  /// The standard deviation over the seeds, with *n* - 1.
  var standardDeviation: Interval {
    get throws(StatisticsError) { try IntervalMoments.standardDeviation(of: intervals) }
  }
}
