// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("PyTorch's generator") struct PyTorchGeneratorTests {
  typealias Reference = RandomFixtures.PyTorch

  @Test(
    "starts a probe as PyTorch does: layers, then one permutation an epoch",
    arguments: RandomFixtures.pyTorch.sessions)
  func session(reference: Reference.Session) {
    var generator = PyTorchGenerator(seed: reference.seed)
    for layer in reference.layers {
      let (weight, bias) = generator.linearLayer(inputs: layer.inputs, outputs: layer.outputs)
      expect(weight, equals: layer.weight)
      expect(bias, equals: layer.bias)
    }
    for order in reference.orders { expect(generator.randomPermutation(order.n), equals: order) }
  }

  @Test("bounds the layers of every fan-in to the last bit") func everyFanIn() {
    let reference = RandomFixtures.pyTorch.everyFanIn
    var generator = PyTorchGenerator(seed: 0)
    var weights: [Float] = []
    var biases: [Float] = []
    for inputs in 1...reference.upTo {
      let (weight, bias) = generator.linearLayer(inputs: inputs, outputs: reference.outputs)
      weights += weight
      biases += bias
    }
    expect(weights, equals: reference.weight)
    expect(biases, equals: reference.bias)
  }

  /// Values of PyTorch 2.15.0: `torch.manual_seed(3)`, `torch.nn.Linear(5, 2)`.
  @Test("gives the printed numbers of a small layer") func smallLayer() {
    var generator = PyTorchGenerator(seed: 3)
    let (weight, bias) = generator.linearLayer(inputs: 5, outputs: 2)
    #expect(
      weight.map(Double.init) == [
        -0.44340017437934875, -0.3527894914150238, -0.19154830276966095, -0.423104465007782,
        -0.025388887152075768, -0.3934439420700073, 0.24316419661045074, 0.2179713398218155,
        0.08445289731025696, 0.3469095528125763,
      ])
    #expect(bias.map(Double.init) == [-0.043798912316560745, 0.26787257194519043])
  }

  @Test(
    "draws uniforms to the last bit, also where one rounds to the end",
    arguments: RandomFixtures.pyTorch.uniforms)
  func uniforms(reference: Reference.Uniform) {
    var generator = PyTorchGenerator(seed: 7)
    let drawn = generator.uniform(count: reference.count, from: reference.from, to: reference.to)
    #expect(fingerprint(drawn.map(\.bitPattern)) == reference.fnv)
    #expect(drawn.allSatisfy { $0 >= reference.from && $0 < reference.to })
  }

  @Test("permutes as PyTorch does", arguments: RandomFixtures.pyTorch.permutations)
  func permutations(reference: Reference.Order) {
    var generator = PyTorchGenerator(seed: 11)
    expect(generator.randomPermutation(reference.n), equals: reference)
  }

  @Test("keeps the low 32 bits of a seed as PyTorch does", arguments: RandomFixtures.pyTorch.seeds)
  func seeds(reference: Reference.Seed) throws {
    var generator = PyTorchGenerator(seed: try #require(UInt64(reference.seed)))
    #expect(generator.randomPermutation(12) == reference.order)
  }

  @Test("uses n - 1 words for a permutation of n", arguments: [0, 1, 2, 100])
  func consumption(n: Int) {
    var permuting = PyTorchGenerator(seed: 4)
    var counting = permuting
    #expect(permuting.randomPermutation(n).sorted() == Array(0..<n))
    for _ in 0..<max(n - 1, 0) { _ = counting.next32() }
    #expect(permuting == counting)
  }

  @Test("takes sizes it cannot serve for a programmer's error") func sizes() async {
    await #expect(processExitsWith: .failure) {
      var generator = PyTorchGenerator(seed: 1)
      _ = generator.randomPermutation(214_748_364)
    }
    await #expect(processExitsWith: .failure) {
      var generator = PyTorchGenerator(seed: 1)
      _ = generator.linearLayer(inputs: 0, outputs: 1)
    }
  }

  private func expect(_ values: [Float], equals reference: Reference.Floats) {
    let bits = values.map(\.bitPattern)
    #expect(bits.count == reference.count)
    #expect(Array(bits.prefix(4)) == reference.first)
    #expect(Array(bits.suffix(4)) == reference.last)
    #expect(fingerprint(bits) == reference.fnv)
  }

  private func expect(_ order: [Int], equals reference: Reference.Order) {
    #expect(Array(order.prefix(8)) == reference.first)
    #expect(fingerprint(order) == reference.fnv)
  }
}
