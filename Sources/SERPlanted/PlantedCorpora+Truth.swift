// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore

extension PlantedCorpora {
  /// Everything that will be planted, without the noise.
  ///
  /// - Throws: ``PlantedCorporaError``.
  /// - Complexity: O(*d*³) an encoder, for its basis.
  public func truth() throws(PlantedCorporaError) -> PlantedTruth {
    try validate()
    var planted: [PlantedTruth.Corpus] = []
    for (name, language) in corpora { planted.append(try layout(of: name, language: language)) }
    return PlantedTruth(
      parameters: self, corpora: planted, encoders: encoders.map { directions(of: $0, for: planted) })
  }

  /// Basis, spectrum, factors and set-ups of one encoder.
  private func directions(
    of encoder: PlantedEncoder, for corpora: [PlantedTruth.Corpus]
  ) -> PlantedTruth.Encoder {
    let dimension = encoder.dimension
    var forBasis = stream["planted/\(encoder.name)/basis"]
    let basis = Matrix(
      rows: dimension, columns: dimension,
      elements: OrthonormalRows.draw(dimension, dimension: dimension, from: &forBasis).flatMap { $0 })
    let powers = (1...dimension).map { pow(Double($0), -encoder.spectrumExponent) }
    let unit = Double(dimension) / powers.reduce(0, +)
    let variances = powers.map { unit * $0 }

    var frames: [[Double]] = []
    let factors = PlantedFactor.allCases.map { factor in
      let rank = rank(of: factor, in: encoder)
      var generator = stream["planted/\(encoder.name)/\(factor.rawValue)/frame"]
      let frame = OrthonormalRows.draw(rank, dimension: dimension, orthogonalTo: frames, from: &generator)
      frames += frame
      let (levels, coordinates) = levels(of: factor, rank: rank, in: encoder, for: corpora)
      return PlantedTruth.Factor(
        factor: factor, profile: profile(of: factor, in: encoder),
        frame: Matrix(rows: rank, columns: dimension, elements: frame.flatMap { $0 }), levels: levels,
        coordinates: Matrix(rows: levels.count, columns: rank, elements: coordinates.flatMap { $0 }))
    }
    let setups = corpora.flatMap { corpus in
      (1...self.setups).map { number in
        setup(number, of: corpus.name, in: encoder, basis: basis, variances: variances)
      }
    }
    return PlantedTruth.Encoder(
      name: encoder.name, basis: basis, variances: variances, factors: factors, setups: setups)
  }

  /// The strength of a factor in each state.
  private func profile(of factor: PlantedFactor, in encoder: PlantedEncoder) -> [Double] {
    (0...encoder.layers).map { state in
      switch factor {
      case .emotion:
        let distance = Double(state - encoder.emotionPeak) / encoder.emotionWidth
        return encoder.emotion * exp(-0.5 * distance * distance)
      case .speaker: return encoder.speaker
      case .sentence: return encoder.sentence
      case .language: return encoder.language
      case .corpus: return encoder.corpus
      }
    }
  }

  /// The levels of a factor, and the coordinates of each.
  private func levels(
    of factor: PlantedFactor, rank: Int, in encoder: PlantedEncoder, for corpora: [PlantedTruth.Corpus]
  ) -> (names: [String], coordinates: [[Double]]) {
    switch factor {
    case .emotion:
      return (emotions, Self.simplex(emotions.count, shrinking: encoder.emotionAnisotropy))
    case .language: return (languages, Self.simplex(languages.count))
    case .corpus: return (corpora.map(\.name), Self.simplex(corpora.count))
    case .speaker, .sentence:
      let names = corpora.flatMap { corpus in
        (factor == .speaker ? corpus.speakers : sentenceCodes).map { "\(corpus.name)_\($0)" }
      }
      // Two independent normal vectors of this deviation are 1 apart in root mean square.
      let deviation = 1 / (2 * Double(rank)).squareRoot()
      let coordinates = names.map { name in
        var generator = stream["planted/\(encoder.name)/\(factor.rawValue)/\(name)"]
        return generator.standardNormals(rank).map { deviation * $0 }
      }
      return (names, coordinates)
    }
  }

  private var sentenceCodes: [String] { (1...sentences).map { Self.code("t", $0) } }

  /// The corners of a simplex around 0 with edges of 1 in root mean square, each axis shorter than the one
  /// before.
  ///
  /// - Returns: Shape `[count][count − 1]`.
  private static func simplex(_ count: Int, shrinking ratio: Double = 1) -> [[Double]] {
    let axes = count - 1
    let lengths = (0..<axes).map { pow(ratio, Double($0)) }
    // Every axis of the regular simplex has the same share of the squared edges, so their mean is kept.
    let square = lengths.reduce(0) { $0 + $1 * $1 } / Double(max(1, axes))
    return (0..<count).map { corner in
      (0..<axes).map { axis in
        let step = Double(axis + 1)
        let height = (step * (step + 1)).squareRoot()
        let regular = corner <= axis ? 1 / height : corner == axis + 1 ? -step / height : 0
        return regular * lengths[axis] / (2 * square).squareRoot()
      }
    }
  }

  private func setup(
    _ number: Int, of corpus: String, in encoder: PlantedEncoder, basis: Matrix<Double>, variances: [Double]
  ) -> PlantedTruth.Setup {
    let name = Self.code("m", number)
    var generator = stream["planted/\(encoder.name)/setup/\(corpus)_\(name)"]
    let scale = exp(encoder.setupScale * generator.standardNormal())
    let deviation = encoder.setupShift / (2 * Double(encoder.dimension)).squareRoot()
    var shift = [Double](repeating: 0, count: encoder.dimension)
    for (i, variance) in variances.enumerated() {
      let weight = deviation * variance.squareRoot() * generator.standardNormal()
      for (j, direction) in basis.row(i).enumerated() { shift[j] += weight * direction }
    }
    return PlantedTruth.Setup(corpus: corpus, name: name, scale: scale, shift: shift)
  }
}
