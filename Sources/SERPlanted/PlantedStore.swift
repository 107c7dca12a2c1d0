// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Planted corpora in memory.
public struct PlantedStore: Sendable {
  /// Everything that was planted.
  public let truth: PlantedTruth
  /// The states of each encoder, in order, for each corpus, in order.
  private let states: [[HiddenStates]]

  init(_ truth: PlantedTruth, states: [[HiddenStates]]) {
    self.truth = truth
    self.states = states
  }

  /// One encoder's states of one or several corpora, as `FeatureStore` would give them after writing.
  ///
  /// - Parameters:
  ///   - encoder: The encoder's name.
  ///   - corpora: The corpora to pool, in order; all if `nil`.
  /// - Throws: ``PlantedCorporaError/unknown(parameter:name:known:)``.
  /// - Precondition: `corpora` is not empty.
  public func features(
    encoder: String, corpora: [String]? = nil
  ) throws(PlantedCorporaError) -> FeatureSet {
    let known = truth.corpora.map(\.name)
    let names = corpora ?? known
    precondition(!names.isEmpty, "PlantedStore.features: no corpus is named")
    guard let number = truth.encoders.firstIndex(where: { $0.name == encoder }) else {
      throw .unknown(parameter: "encoder", name: encoder, known: truth.encoders.map(\.name))
    }
    var places: [Int] = []
    for name in names {
      guard let place = known.firstIndex(of: name) else {
        throw .unknown(parameter: "corpus", name: name, known: known)
      }
      places.append(place)
    }
    let utterances = places.flatMap { place in
      let rows = truth.corpora[place].rows
      return names.count > 1 ? rows.map { $0.pooled(from: truth.corpora[place].name) } : rows
    }
    let emotions = truth.parameters.emotions
    let numbers = Dictionary(uniqueKeysWithValues: emotions.enumerated().map { ($1, $0) })
    return FeatureSet(
      encoder: truth.description(ofEncoder: number), corpora: names, classes: emotions,
      utterances: utterances,
      corpusOfRow: places.flatMap { Array(repeating: known[$0], count: truth.corpora[$0].utterances.count) },
      labels: utterances.map { numbers[$0.emotion]! }, states: .pooling(places.map { states[number][$0] }))
  }
}

extension PlantedCorpora {
  /// The corpora in memory.
  ///
  /// - Parameter threads: How many to draw with; the result does not depend on it.
  /// - Throws: ``PlantedCorporaError``.
  /// - Precondition: `threads` is positive.
  /// - Complexity: O(*n*·(*L* + 1)·*d*²) and O(*d*³) an encoder; holds all values.
  public func store(threads: Int) throws -> PlantedStore {
    let truth = try truth()
    let states = encoders.indices.map { number in
      truth.corpora.map { corpus in
        HiddenStates(
          PlantedStates(truth, encoder: number, corpus: corpus).values(threads: threads),
          states: encoders[number].layers + 1, dimension: encoders[number].dimension,
          identities: corpus.utterances.map { RowIdentity(name: "\(corpus.name)_\($0.id)") })
      }
    }
    return PlantedStore(truth, states: states)
  }
}
