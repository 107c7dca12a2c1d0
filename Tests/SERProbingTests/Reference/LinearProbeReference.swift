// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore

/// The Swift twin of the linear probe's kernel: the same additions in the same order, one lane at a time.
struct LinearProbeReference {
  static let lanes = 16

  var states: HiddenStates
  var standardizer: Standardizer
  var layerLogits: [Float]
  var weight: Matrix<Float>
  var bias: [Float]

  struct Row {
    var representation: [Float]
    /// t·weight[k] for every state and class.
    var products: [[Float]]
    var logits: [Double]
  }

  var mixture: [Float] {
    let largest = Double(layerLogits.max()!)
    let powers = layerLogits.map { Self.exponential(Double($0) - largest) }
    var total = 0.0
    for power in powers { total += power }
    return powers.map { Float($0 / total) }
  }

  func row(_ number: Int) -> Row {
    let x = states.row(number)
    let d = states.dimension
    var representation = [Float](repeating: 0, count: d)
    var products = [[Float]](repeating: [], count: states.stateCount)
    for l in 0..<states.stateCount {
      let t = (0..<d).map { j -> Float in
        let i = l * d + j
        return (x[i] - Float(standardizer.means[i])) * Float(1 / standardizer.deviations[i])
      }
      for j in 0..<d { representation[j] = representation[j].addingProduct(t[j], mixture[l]) }
      for k in 0..<bias.count {
        var sums = [Float](repeating: 0, count: Self.lanes)
        for j in 0..<d { sums[j % Self.lanes] = sums[j % Self.lanes].addingProduct(t[j], weight[k, j]) }
        products[l].append(Self.treeSum(sums))
      }
    }
    let logits = (0..<bias.count).map { k -> Double in
      var sum = Double(bias[k])
      for l in 0..<states.stateCount { sum = sum.addingProduct(Double(mixture[l]), Double(products[l][k])) }
      return sum
    }
    return Row(representation: representation, products: products, logits: logits)
  }

  /// Sum of the cross-entropy, and the gradient of its mean by layer logits, weight and bias.
  func gradient(rows: [Int], labels: [Int]) -> (
    loss: Double, layerLogits: [Float], weight: [Float], bias: [Float]
  ) {
    let classes = bias.count
    let perRow = 1 / Double(rows.count)
    var loss = 0.0
    var byMixture = [Double](repeating: 0, count: states.stateCount)
    var byWeight = [Float](repeating: 0, count: classes * states.dimension)
    var byBias = [Double](repeating: 0, count: classes)
    for number in rows {
      let row = row(number)
      let largest = row.logits.max()!
      let powers = row.logits.map { Self.exponential($0 - largest) }
      var total = 0.0
      for power in powers { total += power }
      loss += Self.logarithm(total) - (row.logits[labels[number]] - largest)
      for k in 0..<classes {
        let slope = perRow * (powers[k] / total - (k == labels[number] ? 1 : 0))
        byBias[k] += slope
        for l in byMixture.indices {
          byMixture[l] = byMixture[l].addingProduct(slope, Double(row.products[l][k]))
        }
        for j in 0..<states.dimension {
          let i = k * states.dimension + j
          byWeight[i] = byWeight[i].addingProduct(row.representation[j], Float(slope))
        }
      }
    }
    let weights = mixture
    let given = byMixture.map(Float.init)
    var mean: Float = 0
    for l in weights.indices { mean += weights[l] * given[l] }
    return (loss, weights.indices.map { weights[$0] * (given[$0] - mean) }, byWeight, byBias.map(Float.init))
  }

  static func treeSum(_ lanes: [Float]) -> Float {
    var sums = lanes
    var width = Self.lanes / 2
    while width > 0 {
      for i in 0..<width { sums[i] += sums[i + width] }
      width /= 2
    }
    return sums[0]
  }

  /// e^x for x ≤ 0: reduction by multiples of ln 2, then a polynomial of degree 13.
  static func exponential(_ x: Double) -> Double {
    if x < -708 { return 0 }
    let n = (x * 0x1.71547652b82fep0).rounded(.toNearestOrEven)
    var r = x.addingProduct(-n, 0x1.62e42fefa0000p-1)
    r = r.addingProduct(-n, 0x1.cf79abc9e3b39p-40)
    var factorial = (1...13).reduce(1.0) { $0 * Double($1) }
    var sum = 1 / factorial
    for k in stride(from: 13, through: 1, by: -1) {
      factorial /= Double(k)
      sum = (1 / factorial).addingProduct(sum, r)
    }
    return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
  }

  /// ln x: twice the inverse hyperbolic tangent of (m − 1)/(m + 1), plus multiples of ln 2.
  static func logarithm(_ x: Double) -> Double {
    var m = x.significand
    var exponent = Double(x.exponent)
    if m > 0x1.6a09e667f3bcdp0 {
      m *= 0.5
      exponent += 1
    }
    let s = (m - 1) / (m + 1)
    let q = s * s
    var sum = 0.0
    for k in stride(from: 23.0, through: 3, by: -2) { sum = (1 / k).addingProduct(sum, q) }
    let tail = (exponent * 0x1.cf79abc9e3b39p-40).addingProduct(sum * q, 2 * s)
    return (2 * s + tail).addingProduct(exponent, 0x1.62e42fefa0000p-1)
  }
}
