// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Values of utterances that are crossed: each by a speaker, each of a sentence, both drawn from many.
///
/// Utterances of one sentence are alike across speakers, so new sentences are as much a matter of chance as
/// new speakers.
public struct TwoWaySample: Hashable, Sendable {
  /// The values by speaker.
  public let speakers: ClusteredSample
  /// The values by sentence.
  public let sentences: ClusteredSample
  /// The combinations of speaker and sentence that occur.
  let cells: [Cell]

  /// What one speaker said of one sentence: their numbers, and the values' sum and count.
  struct Cell: Hashable, Sendable {
    var speaker: Int
    var sentence: Int
    var sum: Double
    var count: Int
  }

  /// Values with the speaker and the sentence of each.
  ///
  /// - Throws: ``StatisticsError`` for unequal counts, no values, or a value that is not finite.
  /// - Complexity: O(*n* log *n*).
  public init(_ values: [Double], speakers: [String], sentences: [String]) throws(StatisticsError) {
    self.speakers = try ClusteredSample(values, clusters: speakers)
    self.sentences = try ClusteredSample(values, clusters: sentences)
    let places = { (names: [String]) in Dictionary(uniqueKeysWithValues: zip(names, names.indices)) }
    let (rows, columns) = (places(self.speakers.clusters), places(self.sentences.clusters))
    var numbers: [[Int]: Int] = [:]
    var cells: [Cell] = []
    for index in values.indices {
      guard let row = rows[speakers[index]], let column = columns[sentences[index]] else { continue }
      if let number = numbers[[row, column]] {
        cells[number].sum += values[index]
        cells[number].count += 1
      } else {
        numbers[[row, column]] = cells.count
        cells.append(Cell(speaker: row, sentence: column, sum: values[index], count: 1))
      }
    }
    self.cells = cells
  }

  /// The difference of two systems on the same utterances: 1 where only `a` is right, -1 where only `b` is,
  /// else 0.
  ///
  /// - Throws: ``StatisticsError`` for unequal counts, or no utterances.
  public init(correct a: [Bool], _ b: [Bool], speakers: [String], sentences: [String]) throws(StatisticsError)
  {
    guard a.count == b.count else { throw .unequalCounts(a: a.count, b: b.count) }
    try self.init(zip(a, b).map { ($0 ? 1 : 0) - ($1 ? 1 : 0) }, speakers: speakers, sentences: sentences)
  }

  /// The mean over all values.
  public var mean: Double { speakers.mean }

  func requireBoth() throws(StatisticsError) {
    guard speakers.clusters.count >= 2 else {
      throw .tooFewUnits(kind: "speakers", found: speakers.clusters.count, needed: 2)
    }
    guard sentences.clusters.count >= 2 else {
      throw .tooFewUnits(kind: "sentences", found: sentences.clusters.count, needed: 2)
    }
  }
}
