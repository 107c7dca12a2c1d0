// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import SERCore

/// What tests measure of planted features, knowing the basis and spectrum but none of the signals.
enum PlantedMeasures {
  /// One state of all rows in the coordinates in which the noise has unit variance, shape `[n][d]`.
  ///
  /// - Parameter undoingSetups: Take scale and shift of the recording set-ups back first.
  static func whitened(
    _ features: FeatureSet, state: Int, _ truth: PlantedTruth, undoingSetups: Bool = true
  ) -> [[Double]] {
    let encoder = truth.encoders.first { $0.name == features.encoder.name }!
    let dimension = encoder.variances.count
    let setups = Dictionary(
      uniqueKeysWithValues: encoder.setups.map { ("\($0.corpus) \($0.name)", $0) })
    return (0..<features.states.rowCount).map { row in
      var x = features.states.row(row)[state * dimension..<(state + 1) * dimension].map { Double($0) }
      if undoingSetups {
        let setup = setups["\(features.corpusOfRow[row]) \(features.utterances[row].other["setup"]!)"]!
        x = zip(x, setup.shift).map { ($0 - $1) / setup.scale }
      }
      return zip(encoder.basis.times(x), encoder.variances).map { $0 / $1.squareRoot() }
    }
  }

  /// The mean of some rows.
  static func mean(_ rows: [[Double]]) -> [Double] {
    var sum = [Double](repeating: 0, count: rows[0].count)
    for row in rows { for i in row.indices { sum[i] += row[i] } }
    return sum.map { $0 / Double(rows.count) }
  }

  static func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// The share of test rows whose nearest class mean of the training rows is their own class'.
  static func accuracy(
    _ x: [[Double]], _ labels: [String], isTraining: (Int) -> Bool
  ) -> Double {
    let training = x.indices.filter(isTraining)
    let test = x.indices.filter { !isTraining($0) }
    let classes = Dictionary(grouping: training) { labels[$0] }
    // In the order of names, so that ties fall the same way each time.
    let means = classes.sorted { $0.key < $1.key }.map { ($0.key, mean($0.value.map { x[$0] })) }
    let right = test.count { row in
      means.min { squaredDistance(x[row], $0.1) < squaredDistance(x[row], $1.1) }!.0 == labels[row]
    }
    return Double(right) / Double(test.count)
  }

  /// The correlation of two columns of numbers.
  static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    return ab / (aa * bb).squareRoot()
  }

  /// The least-squares slope of b on a.
  static func slope(_ a: [Double], _ b: [Double]) -> Double {
    let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    let ab = zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
    return ab / a.reduce(0) { $0 + ($1 - meanA) * ($1 - meanA) }
  }

  /// The covariance of the columns of one state.
  static func covariance(_ features: FeatureSet, state: Int) -> Matrix<Double> {
    let (n, d) = (features.states.rowCount, features.states.dimension)
    var x = Matrix<Double>(rows: n, columns: d)
    var elements = x.elements
    for row in 0..<n {
      for (i, value) in features.states.row(row)[state * d..<(state + 1) * d].enumerated() {
        elements[row * d + i] = Double(value)
      }
    }
    for i in 0..<d {
      let mean = stride(from: i, to: n * d, by: d).reduce(0) { $0 + elements[$1] } / Double(n)
      for place in stride(from: i, to: n * d, by: d) { elements[place] -= mean }
    }
    x.elements = elements
    var covariance = Matrix<Double>(rows: d, columns: d)
    covariance.setProduct(of: x, .transposed, and: x, scaledBy: 1 / Double(n - 1))
    return covariance
  }
}
