// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The bootstrap over two crossed ways: speakers are drawn with replacement, sentences are, and a value
/// counts as often as both were drawn.
///
/// Its variance is never less than the true one for long (it counts what is peculiar to a combination up to
/// three times), where drawing utterances, or speakers alone, may find a small part of it. With few speakers
/// or sentences its intervals are too short all the same, as all plain bootstrap intervals are: see
/// ``TwoWayTTest`` for one that is not.
///
/// The draws of each resample are NumPy's `integers(0, G, G)` for speakers, then `integers(0, H, H)` for
/// sentences, each by code point.
///
/// - Source: Owen (2007), "The pigeonhole bootstrap".
public struct PigeonholeBootstrap: Hashable, Sendable {
  /// What was resampled.
  public let sample: TwoWaySample
  /// The mean of the data.
  public let estimate: Double
  /// The mean of each resample, ascending.
  public let replicates: [Double]

  /// The bootstrap of the mean of a sample.
  ///
  /// - Parameters:
  ///   - sample: Values by speaker and sentence.
  ///   - resamples: How often both are drawn.
  ///   - generator: Gives the draws.
  /// - Throws: ``StatisticsError`` for no resamples, fewer than two speakers or sentences, or where a
  ///   resample has no value because its speakers said none of its sentences.
  /// - Complexity: O(`resamples` · combinations of speaker and sentence).
  public init(
    _ sample: TwoWaySample, resamples: Int = 9999, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(resamples, of: "resamples")
    try sample.requireBoth()
    self.sample = sample
    estimate = sample.mean
    var (speakers, sentences) = (sample.speakers.counts, sample.sentences.counts)
    var timesSpeaker = [Int](repeating: 0, count: speakers.count)
    var timesSentence = [Int](repeating: 0, count: sentences.count)
    var values: [Double] = []
    values.reserveCapacity(resamples)
    for resample in 0..<resamples {
      generator.integers(below: speakers.count, into: &speakers)
      generator.integers(below: sentences.count, into: &sentences)
      for index in timesSpeaker.indices { timesSpeaker[index] = 0 }
      for index in timesSentence.indices { timesSentence[index] = 0 }
      for speaker in speakers { timesSpeaker[speaker] += 1 }
      for sentence in sentences { timesSentence[sentence] += 1 }
      var (total, count) = (0.0, 0)
      for cell in sample.cells {
        let times = timesSpeaker[cell.speaker] * timesSentence[cell.sentence]
        total += Double(times) * cell.sum
        count += times * cell.count
      }
      guard count > 0 else {
        throw .outOfRange(
          what: "the number of values in bootstrap sample \(resample)", value: 0,
          allowed: "positive; too few sentences are shared by speakers, so draw one of the two alone")
      }
      values.append(total / Double(count))
    }
    replicates = values.sorted()
  }

  /// The number of speakers or of sentences, whichever is less.
  public var independentUnits: Int { min(sample.speakers.clusters.count, sample.sentences.clusters.count) }

  /// Said of fewer than 36 speakers or sentences.
  public var caveat: String? {
    guard independentUnits < 36 else { return nil }
    return
      "with \(sample.speakers.clusters.count) speakers and \(sample.sentences.clusters.count) sentences "
      + "percentile intervals are too short; take the two-way t test's interval"
  }

  /// The standard deviation of the resamples' means, with *B* - 1.
  ///
  /// - Throws: ``StatisticsError`` for a single resample.
  public func standardError() throws(StatisticsError) -> Double {
    try SampleMoments(replicates, needed: 2).standardDeviation
  }

  /// The quantiles of the resamples' means.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func percentileInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let alpha = (1 - level) / 2
    let low = linearQuantile(replicates, alpha)
    return low...max(low, linearQuantile(replicates, 1 - alpha))
  }
}
