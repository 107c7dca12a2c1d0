// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

import SERProbing
import TestSupport

@Suite("Training on EmoDB with whisper-tiny, first seed") struct PyTorchParityTests {
  private struct Setup {
    var features: FeatureSet
    var split: SpeakerSplit

    init() throws {
      features = try Fixtures.store().features(
        encoder: "whisper-tiny", corpora: ["emodb"], taxonomy: Fixtures.fourClass)
      split = try SpeakerSplit(speakers: features.speakers, seed: 20_260_505)
    }
  }

  private func expectNear<A: BinaryFloatingPoint>(_ found: [A], _ expected: [A], within tolerance: A) {
    #expect(found.count == expected.count)
    let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(worst <= tolerance)
  }

  @Test("ends after 20 epochs within 1e-5 of PyTorch's parameters in single precision") func single() throws {
    let setup = try Setup()
    let probe = try ProbeTrainer(epochs: 20).fit(
      setup.features.states, labels: setup.features.labels, classes: 4, rows: setup.split.training,
      generator: PyTorchGenerator(seed: 20_260_505))
    let folder = "pytorch-parity/linear-f4-"
    expectNear(probe.parameters.layerLogits, try Fixtures.floats(folder + "layer-logits.npy"), within: 1e-5)
    expectNear(
      probe.parameters.head[0].weight.elements, try Fixtures.floats(folder + "weight.npy"), within: 1e-5)
    expectNear(probe.parameters.head[0].bias, try Fixtures.floats(folder + "bias.npy"), within: 1e-5)
    let logits = try probe.logits(for: setup.features.states.selecting(setup.split.test))
    expectNear(logits.elements, try Fixtures.floats(folder + "test-logits.npy"), within: 1e-4)
  }

  /// Standardization in PyTorch's fixture is in double as well, so only the order of sums differs.
  static let doubleTolerance = 1e-10

  @Test(
    "gives PyTorch's parameters in double precision, both heads",
    arguments: [Head.linear, .twoLayer(hidden: 256)])
  func double(head: Head) throws {
    let setup = try Setup()
    var generator = PyTorchGenerator(seed: 20_260_505)
    let start = ProbeParameters(
      head: head, states: 5, dimension: 384, classes: 4, using: &generator)
    let wide = ProbeParameters(
      layerLogits: start.layerLogits.map(Double.init),
      head: start.head.map { layer in
        DenseLayer(
          weight: Matrix(
            rows: layer.weight.rows, columns: layer.weight.columns,
            elements: layer.weight.elements.map(Double.init)), bias: layer.bias.map(Double.init))
      })
    let states = setup.features.states
    let objective = DenseProbeObjective(
      states: states, labels: setup.features.labels,
      standardizer: Standardizer(fitting: states, rows: setup.split.training), shape: wide)
    let trainer = ProbeTrainer(head: head, epochs: head == .linear ? 20 : 5)
    let loop = TrainingLoop(
      rows: setup.split.training, batchSize: trainer.batchSize, isCancelled: { false })
    var running = [ProbeRun(objective, from: wide, trainer: trainer)]
    #expect(try loop.run(&running, generator: generator) { _, _ in } == [nil])
    let found = running[0].parameters
    if head == .linear {
      let folder = "pytorch-parity/linear-f8-"
      expectNear(
        found.layerLogits, try Fixtures.doubles(folder + "layer-logits.npy"), within: Self.doubleTolerance)
      expectNear(
        found.head[0].weight.elements, try Fixtures.doubles(folder + "weight.npy"),
        within: Self.doubleTolerance)
      expectNear(found.head[0].bias, try Fixtures.doubles(folder + "bias.npy"), within: Self.doubleTolerance)
    } else {
      let folder = "pytorch-parity/two-layer-256-f8-"
      expectNear(
        found.layerLogits, try Fixtures.doubles(folder + "layer-logits.npy"), within: Self.doubleTolerance)
      expectNear(
        Array(found.head[0].weight.elements.prefix(64)), try Fixtures.doubles(folder + "hidden-weight.npy"),
        within: Self.doubleTolerance)
      expectNear(
        found.head[0].bias, try Fixtures.doubles(folder + "hidden-bias.npy"), within: Self.doubleTolerance)
      expectNear(
        found.head[1].weight.elements, try Fixtures.doubles(folder + "output-weight.npy"),
        within: Self.doubleTolerance)
    }
  }
}
