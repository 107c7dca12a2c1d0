// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension SplitTable {
  /// What becomes of utterances that a split does not list.
  public enum Unlisted: Hashable, Sendable {
    /// They are an error: a split has a side for every utterance.
    case refused
    /// They are on no side, as where both speakers and sentences are kept apart.
    case leftOut
  }

  /// The splits of one corpus and protocol as row numbers, in the order in which the file first names them.
  ///
  /// A file does not say how its splits were made, so their plan has the scheme
  /// ``ResamplingPlan/Scheme/given``. Its unit is the speaker if no speaker both trains and is tested, else
  /// the utterance. If you know better, make a ``Fold`` with the plan that you know.
  ///
  /// ```swift
  /// let folds = try SplitTable(emoBox: "EmoBox/data", set: "emodb").folds(
  ///   corpus: "emodb", protocolName: "emobox", ids: features.utterances.map(\.id), speakers: features.speakers,
  ///   excluded: Set(corpus.utterances.map(\.id)).subtracting(features.utterances.map(\.id)))
  /// ```
  ///
  /// - Parameters:
  ///   - corpus: The corpus.
  ///   - protocolName: The protocol.
  ///   - ids: The utterance of each row, shape `[n]`, all different.
  ///   - speakers: The speaker of each row, shape `[n]`; without them the plan's unit is the utterance.
  ///   - excluded: Ids that the file may list though they are no rows: those of utterances that a taxonomy
  ///     left out.
  ///   - unlisted: What becomes of rows that a split does not list.
  /// - Throws: ``SplitTableError`` for an unknown corpus, protocol or id, a row that is not listed, or a
  ///   split that trains on nothing or tests nothing.
  /// - Precondition: `ids` are all different, and there are as many speakers.
  public func folds(
    corpus: String, protocolName: String, ids: [String], speakers: [String]? = nil,
    excluded: Set<String> = [], unlisted: Unlisted = .refused
  ) throws(SplitTableError) -> [Fold] {
    precondition(
      speakers == nil || speakers?.count == ids.count,
      "SplitTable.folds: \(ids.count) ids, but \(speakers?.count ?? 0) speakers")
    var rowOfID: [String: Int] = [:]
    for (row, id) in ids.enumerated() {
      let earlier = rowOfID.updateValue(row, forKey: id)
      precondition(earlier == nil, "SplitTable.folds: '\(id)' is row \(earlier ?? 0) and row \(row)")
    }

    var order: [String] = []
    var sides: [String: [Side?]] = [:]
    var files: [String: String] = [:]
    for (entry, place) in zip(entries, places)
    where entry.corpus == corpus && entry.protocolName == protocolName {
      if files[entry.split] == nil {
        order.append(entry.split)
        files[entry.split] = place.file
        sides[entry.split] = Array(repeating: nil, count: ids.count)
      }
      if let row = rowOfID[entry.id] {
        sides[entry.split]![row] = entry.side
      } else if !excluded.contains(entry.id) {
        throw .unknownID(
          file: place.file, line: place.line, id: entry.id,
          near: NearNames.suggestions(for: entry.id, among: ids))
      }
    }
    guard !order.isEmpty else {
      throw .unknownSeries(
        corpus: corpus, protocolName: protocolName, known: series.map { "\($0.corpus)/\($0.protocolName)" })
    }

    var folds: [Fold] = []
    for split in order {
      let (sideOfRow, file) = (sides[split]!, files[split]!)
      if unlisted == .refused, let row = sideOfRow.firstIndex(of: nil) {
        throw .missingUtterance(file: file, split: split, id: ids[row])
      }
      func rows(_ side: Side) -> [Int] { ids.indices.filter { sideOfRow[$0] == side } }
      let (training, test) = (rows(.training), rows(.test))
      for (side, rows) in [(Side.training, training), (.test, test)] where rows.isEmpty {
        throw .emptySide(file: file, split: split, side: side)
      }
      folds.append(
        Fold(
          name: split, training: training, validation: rows(.validation), test: test,
          plan: .given(training: training, test: test, speakers: speakers)))
    }
    return folds
  }

  /// The corpora and protocols that have splits, in the order of the file.
  public var series: [(corpus: String, protocolName: String)] {
    var seen: Set<[String]> = []
    return entries.filter { seen.insert([$0.corpus, $0.protocolName]).inserted }
      .map { ($0.corpus, $0.protocolName) }
  }
}

extension ResamplingPlan {
  /// What can be seen of a split that was given: speakers if none is on both sides, else utterances.
  fileprivate static func given(training: [Int], test: [Int], speakers: [String]?) -> ResamplingPlan {
    if let speakers {
      let (trained, tested) = (Set(training.map { speakers[$0] }), Set(test.map { speakers[$0] }))
      if trained.isDisjoint(with: tested) {
        return ResamplingPlan(
          unit: .speaker, scheme: .given, trainingUnits: trained.count, testUnits: tested.count)
      }
    }
    return ResamplingPlan(
      unit: .utterance, scheme: .given, trainingUnits: training.count, testUnits: test.count)
  }
}
