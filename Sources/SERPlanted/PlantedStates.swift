// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Draws the states of one encoder for one corpus.
struct PlantedStates: Sendable {
  private let encoder: PlantedEncoder
  private let corpus: PlantedTruth.Corpus
  private let stream: RandomStream
  private let setups: [String: PlantedTruth.Setup]
  /// √λ.
  private let deviations: [Double]
  /// The basis, eight columns at a time: `[columns / 8][d]`.
  private let basis: [SIMD8<Float>]
  /// For each factor, its profile and what each level adds before basis and spectrum.
  private let factors: [PlantedFactor: (profile: [Double], levels: [String: [Double]])]

  init(_ truth: PlantedTruth, encoder number: Int, corpus: PlantedTruth.Corpus) {
    encoder = truth.parameters.encoders[number]
    self.corpus = corpus
    stream = truth.parameters.stream
    let planted = truth.encoders[number]
    setups = Dictionary(
      uniqueKeysWithValues: planted.setups.filter { $0.corpus == corpus.name }.map { ($0.name, $0) })
    deviations = planted.variances.map { $0.squareRoot() }
    let dimension = encoder.dimension
    var packed = [SIMD8<Float>](repeating: .zero, count: (dimension + 7) / 8 * dimension)
    for row in 0..<dimension {
      for (column, value) in planted.basis.row(row).enumerated() {
        packed[column / 8 * dimension + row][column % 8] = Float(value)
      }
    }
    basis = packed
    factors = Dictionary(
      uniqueKeysWithValues: planted.factors.map { factor in
        // Of speakers and sentences only this corpus' own are ever asked for.
        let isLocal = factor.factor == .speaker || factor.factor == .sentence
        let levels = factor.levels.indices.filter {
          !isLocal || factor.levels[$0].hasPrefix(corpus.name + "_")
        }
        .map { (factor.levels[$0], factor.whitened(level: $0)) }
        return (factor.factor, (factor.profile, Dictionary(uniqueKeysWithValues: levels)))
      })
  }

  /// All values, shape `[n, L+1, d]`.
  func values(threads: Int) -> [Float] {
    let block = 32
    let starts = Array(stride(from: 0, to: corpus.utterances.count, by: block))
    let blocks = parallelMap(starts, threads: threads) { start in
      corpus.utterances[start..<min(start + block, corpus.utterances.count)].flatMap(row)
    }
    return Array(blocks.joined())
  }

  /// One utterance, shape `[L+1, d]`.
  private func row(_ utterance: PlantedTruth.Utterance) -> [Float] {
    let dimension = encoder.dimension
    let states = encoder.layers + 1
    let signals = signals(of: utterance)
    var generator = stream["planted/\(encoder.name)/noise/\(corpus.name)_\(utterance.id)"]
    let kept = encoder.layerCorrelation
    let fresh = (1 - kept * kept).squareRoot()
    var noise = generator.standardNormals(dimension)
    var whitened = [Float](repeating: 0, count: (states + 3) / 4 * 4 * dimension)
    for state in 0..<states {
      if state > 0 {
        for i in 0..<dimension { noise[i] = kept * noise[i] + fresh * generator.standardNormal() }
      }
      for i in 0..<dimension {
        var value = noise[i]
        for signal in signals { value += signal.profile[state] * signal.direction[i] }
        whitened[state * dimension + i] = Float(deviations[i] * value)
      }
    }
    var row = rotated(whitened, states: states)
    let setup = setups[utterance.setup]!
    let (scale, shift) = (Float(setup.scale), setup.shift.map { Float($0) })
    for state in 0..<states {
      for i in 0..<dimension { row[state * dimension + i] = scale * row[state * dimension + i] + shift[i] }
    }
    return row
  }

  private func signals(
    of utterance: PlantedTruth.Utterance
  ) -> [(profile: [Double], direction: [Double])] {
    PlantedFactor.allCases.map { factor in
      let (profile, levels) = factors[factor]!
      switch factor {
      case .emotion: return (profile.map { utterance.intensity * $0 }, levels[utterance.emotion]!)
      case .speaker: return (profile, levels["\(corpus.name)_\(utterance.speaker)"]!)
      case .sentence: return (profile, levels["\(corpus.name)_\(utterance.sentence)"]!)
      case .language: return (profile, levels[corpus.language]!)
      case .corpus: return (profile, levels[corpus.name]!)
      }
    }
  }

  /// Bᵀ times each state: four states and eight columns at a time, each sum in the order of the rows of B.
  ///
  /// - Parameter whitened: States, padded with zeros to a multiple of four.
  private func rotated(_ whitened: [Float], states: Int) -> [Float] {
    let dimension = encoder.dimension
    var rotated = [Float](repeating: 0, count: states * dimension)
    for state in stride(from: 0, to: states, by: 4) {
      let first = state * dimension
      let (second, third, fourth) = (first + dimension, first + 2 * dimension, first + 3 * dimension)
      for columns in 0..<(dimension + 7) / 8 {
        var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        for i in 0..<dimension {
          let directions = basis[columns * dimension + i]
          sums.0 += whitened[first + i] * directions
          sums.1 += whitened[second + i] * directions
          sums.2 += whitened[third + i] * directions
          sums.3 += whitened[fourth + i] * directions
        }
        for (offset, sum) in [sums.0, sums.1, sums.2, sums.3].enumerated() where state + offset < states {
          for lane in 0..<min(8, dimension - 8 * columns) {
            rotated[(state + offset) * dimension + 8 * columns + lane] = sum[lane]
          }
        }
      }
    }
    return rotated
  }
}
