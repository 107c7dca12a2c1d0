// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The two sides of a ``SplitChoice`` as rows of a feature set.
struct SplitSides: Split {
  /// Rows to train on, in the order in which they are handed to the trainer.
  let order: [Int]
  /// Rows to test, ascending.
  let test: [Int]
  /// What was resampled.
  let plan: ResamplingPlan
  /// Rows to train on, ascending.
  var training: [Int] { order.sorted() }

  /// The sides of a cell's split. Every class is on both, but that a single speaker need not have each.
  ///
  /// - Throws: ``SplitFailure``; what reading a file of splits throws.
  init(of cell: ProbeCell, in features: FeatureSet, _ context: RunContext) throws {
    do {
      self = try Self.sides(of: cell, in: features, context)
      let isOneSpeaker = if case .leaveOneOut = cell.split { true } else { false }
      try requireEveryClass(
        labels: features.labels, classes: features.classes,
        on: isOneSpeaker ? [.training] : [.training, .test])
    } catch let error as SplitError {
      if case .missingClass(let name, _) = error, let number = features.classes.firstIndex(of: name),
        !features.labels.contains(number)
      {
        throw SplitFailure(cell, .absentClass(name))
      }
      throw SplitFailure(cell, .split(error))
    } catch let error as ShotsError {
      throw SplitFailure(cell, .shots(error))
    }
  }

  private init(_ split: some Split) {
    (order, test, plan) = (split.training, split.test, split.plan)
  }

  private init(order: [Int], test: [Int], plan: ResamplingPlan) {
    (self.order, self.test, self.plan) = (order, test, plan)
  }

  private static func sides(
    of cell: ProbeCell, in features: FeatureSet, _ context: RunContext
  ) throws -> SplitSides {
    let speakers = features.speakers
    let isTransfer = if case .transfer = cell.split { true } else { false }
    if !isTransfer, cell.training != cell.test { throw SplitFailure(cell, .otherCorpora) }
    switch cell.split {
    case .speakers(let fraction, let seed):
      return SplitSides(try SpeakerSplit(speakers: speakers, trainingFraction: fraction, seed: seed))
    case .speakersOfEachLanguage(let fraction, let seed):
      return try strata(features, fraction, seed)
    case .fold(let fold, let count, let seed):
      let folds = try KFold(count: count, shuffling: .seed(seed)).folds(rows: speakers.count)
      guard folds.indices.contains(fold) else {
        throw SplitFailure(cell, .noSuchFold)
      }
      return SplitSides(folds[fold])
    case .leaveOneOut(let speaker):
      guard let fold = try LeaveOneSpeakerOut().folds(speakers: speakers).first(where: { $0.name == speaker })
      else { throw SplitFailure(cell, .noSuchSpeaker) }
      return SplitSides(fold)
    case .listed(let file, let protocolName, let split):
      return try listed(file, protocolName, split, cell, features, context)
    case .transfer(let fraction, let seed, let shots):
      return try transfer(cell, features, fraction, seed, shots)
    }
  }

  private static func strata(
    _ features: FeatureSet, _ fraction: Double, _ seed: UInt64
  ) throws(SplitError) -> SplitSides {
    var languages: [String: Set<String>] = [:]
    for utterance in features.utterances {
      languages[utterance.speaker, default: []].insert(utterance.language ?? "")
    }
    var rowsOfStratum: [String: [Int]] = [:]
    for (row, speaker) in features.speakers.enumerated() {
      rowsOfStratum[languages[speaker]!.sortedByCodePoint().joined(separator: "+"), default: []].append(row)
    }
    var sides = (training: [Int](), test: [Int]())
    var units = (training: 0, test: 0)
    for stratum in rowsOfStratum.keys.sortedByCodePoint() {
      let rows = rowsOfStratum[stratum]!
      let split = try SpeakerSplit(
        speakers: rows.map { features.speakers[$0] }, trainingFraction: fraction, seed: seed)
      sides.training += split.training.map { rows[$0] }
      sides.test += split.test.map { rows[$0] }
      units.training += split.plan.trainingUnits
      units.test += split.plan.testUnits
    }
    return SplitSides(
      order: sides.training.sorted(), test: sides.test.sorted(),
      plan: ResamplingPlan(
        unit: .speaker, scheme: .repeatedRandom, trainingUnits: units.training, testUnits: units.test))
  }

  private static func listed(
    _ file: String, _ protocolName: String, _ split: String, _ cell: ProbeCell, _ features: FeatureSet,
    _ context: RunContext
  ) throws -> SplitSides {
    let table = try SplitTable(CSVTable(parsing: try context.bytes(of: file), name: file))
    let kept = Set(features.utterances.map(\.id))
    let name = cell.corpora.joined(separator: "+")
    // The file may list utterances that the taxonomy leaves out.
    let all = try cell.corpora.flatMap { corpus in
      try context.corpus(corpus).utterances.map {
        cell.corpora.count > 1 ? $0.pooled(from: corpus).id : $0.id
      }
    }
    let folds = try table.folds(
      corpus: name, protocolName: protocolName, ids: features.utterances.map(\.id),
      speakers: features.speakers, excluded: Set(all).subtracting(kept))
    guard let fold = folds.first(where: { $0.name == split }) else {
      throw SplitFailure(cell, .noSuchSplit(known: folds.map(\.name)))
    }
    return SplitSides(fold)
  }

  private static func transfer(
    _ cell: ProbeCell, _ features: FeatureSet, _ fraction: Double, _ seed: UInt64, _ shots: Shots?
  ) throws -> SplitSides {
    guard Set(cell.training).isDisjoint(with: cell.test) else { throw SplitFailure(cell, .sameCorpus) }
    let source = features.corpusOfRow.indices.filter { cell.training.contains(features.corpusOfRow[$0]) }
    let target = features.corpusOfRow.indices.filter { cell.test.contains(features.corpusOfRow[$0]) }
    let split = try SpeakerSplit(
      speakers: source.map { features.speakers[$0] }, trainingFraction: fraction, seed: seed)
    let drawn = try shots?.rows(from: target, labels: features.labels, classes: features.classes) ?? []
    let taken = Set(drawn)
    return SplitSides(
      order: split.training.map { source[$0] } + drawn, test: target.filter { !taken.contains($0) },
      // The splits of different targets share no speaker that is tested, and no formula says what they have
      // in common.
      plan: ResamplingPlan(
        unit: .speaker, scheme: .given, trainingUnits: split.trainingSpeakers.count,
        testUnits: Set(target.map { features.speakers[$0] }).count))
  }
}
