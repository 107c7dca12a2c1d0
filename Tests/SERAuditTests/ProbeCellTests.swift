// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import SERCore
import SERProbing
import SERReport
import TestSupport
import Testing

@Suite("A probe of a table") struct ProbeCellTests {
  private static func cell(_ trainer: ProbeTrainer, seed: UInt64 = 1, encoder: String = "half") -> ProbeCell {
    ProbeCell(
      encoder: encoder, corpora: ["mini"], taxonomy: .fourClass,
      split: .speakers(trainingFraction: 0.6, seed: 1),
      recipe: Recipe(trainer: trainer), seed: seed)
  }

  @Test("shares its pass with probes of equal encoder, split, seed, head and batch size, and with no others")
  func groups() {
    let base = Self.cell(ProbeTrainer(epochs: 2))
    let together = [
      base, Self.cell(ProbeTrainer(epochs: 3)), Self.cell(ProbeTrainer(standardizes: false, epochs: 2)),
      Self.cell(ProbeTrainer(optimizer: Adam(learningRate: 1e-4, weightDecay: 0), epochs: 2)),
      Self.cell(ProbeTrainer(layers: .single(1), epochs: 2)),
    ]
    var elsewhere = base
    elsewhere.split = .speakers(trainingFraction: 0.6, seed: 2)
    let apart = [
      Self.cell(ProbeTrainer(head: .twoLayer(hidden: 4), epochs: 2)),
      Self.cell(ProbeTrainer(batchSize: 64, epochs: 2)),
      Self.cell(ProbeTrainer(epochs: 2), seed: 2), Self.cell(ProbeTrainer(epochs: 2), encoder: "single"),
      elsewhere,
    ]
    let mixed = [together[0], apart[0], together[1], apart[1]] + together[2...] + apart[2...]
    let groups = ProbeCell.groups(of: mixed)
    #expect(groups.count == 6 && groups[0] == together)
    #expect(Set(groups.dropFirst().joined()) == Set(apart))
  }

  /// Sweeps of rates, layers and budgets, as a table of the sweep's kind.
  struct Sweep: Experiment {
    static let name = "sweep"
    var trainers: [ProbeTrainer]
    var seeds: [UInt64]

    func plan(in store: FeatureStore) -> [PlannedRow<ScoreRow, ProbeCell>] {
      trainers.flatMap { trainer in
        seeds.map {
          PlannedRow(
            ScoreRow(.corrected, encoder: "half", corpus: "mini"),
            cell: ProbeCellTests.cell(trainer, seed: $0))
        }
      }
    }

    func summarize(_ results: [RowResult<Sweep>]) -> Summary {
      Summary(predicted: results.map { $0.outcome.predicted }, curves: results.map(\.outcome.trainingCurve))
    }

    struct Summary: ExperimentSummary {
      var predicted: [[Int]]
      var curves: [[Double]]
      var tables: [ResultTable] {
        [ResultTable("predicted.csv", predicted, columns: [Column("classes") { CSVField("\($0)") }])]
      }
      var report: Report { Report(sections: []) }
    }
  }

  @Test(
    "gives in a shared pass, bit for bit, what the trainer gives alone",
    arguments: [Head.linear, .twoLayer(hidden: 3)])
  func sharedPass(head: Head) throws {
    let trainers = [
      ProbeTrainer(head: head, epochs: 4), ProbeTrainer(head: head, layers: .single(0), epochs: 2),
      ProbeTrainer(head: head, optimizer: Adam(learningRate: 0.1, weightDecay: 0), epochs: 3),
    ]
    let scratch = try ScratchFolder()
    let store = try FeatureStore(path: Fixtures.goldenStore)
    let run = try ExperimentRunner(store: store, folder: scratch.path, threads: 1)
      .run(Sweep(trainers: trainers, seeds: [7]))
    let features = try store.features(encoder: "half", corpora: ["mini"], taxonomy: .fourClass)
    let split = try SpeakerSplit(speakers: features.speakers, trainingFraction: 0.6, seed: 1)
    for (trainer, result) in zip(trainers, run.results) {
      let probe = try trainer.fit(
        features.states, labels: features.labels, classes: 4, rows: split.training,
        generator: PyTorchGenerator(seed: 7))
      #expect(
        result.outcome.trainingCurve == probe.trainingCurve
          && result.outcome.layerWeights == probe.layerWeights)
      #expect(try result.outcome.predicted == probe.predictions(for: features.states.selecting(split.test)))
    }
  }

  @Test("has a key of its own for each thing that decides it") func keys() throws {
    let base = Self.cell(ProbeTrainer(epochs: 1))
    var cells = [base]
    var other = base
    other.training = ["other"]
    cells.append(other)
    other = base
    other.test = ["other"]
    cells.append(other)
    other = base
    other.taxonomy = Taxonomy(name: "two", classes: ["angry", "sad"], members: [:], excluded: [])
    cells.append(other)
    other = base
    other.split = .fold(0, of: 2, seed: 1)
    cells.append(other)
    other = base
    other.recipe.trainer.standardizes = false
    cells.append(other)
    other = base
    other.seed = 2
    cells.append(other)
    other = base
    other.encoder = "single"
    cells.append(other)
    #expect(Set(try cells.map { try CanonicalJSON.digest($0) }).count == cells.count)
    for cell in cells { #expect(try Fixtures.recoded(cell) == cell) }
  }
}

/// Puts an experiment through ``ExperimentCheck``.
func checkExperiment<E: Experiment>(
  _ experiment: E, on store: String = Fixtures.goldenStore, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let scratch = try ScratchFolder()
  let check = ExperimentCheck(experiment, on: try FeatureStore(path: store), in: scratch.path)
  #expect(try check.violations() == [], sourceLocation: sourceLocation)
}

@Suite("Every experiment") struct ExperimentConformanceTests {
  @Test("of the library keeps, resumes, shares and spreads its outcomes") func all() throws {
    let store = try FeatureStore(path: Fixtures.goldenStore)
    try checkExperiment(CorpusInventory(corpora: store.corpora))
    try checkExperiment(EncoderInventory(encoders: store.encoders, corpora: store.corpora))
    try checkExperiment(
      PerLanguage(
        encoders: ["half", "flat"], corpora: store.corpora, seeds: [1, 2], protocols: AuditProtocol.all))
    try checkExperiment(
      ProbeCellTests.Sweep(trainers: [ProbeTrainer(epochs: 2), ProbeTrainer(epochs: 3)], seeds: [1, 2]))
  }

  @Test("of Table S2 does so too") func similarity() throws {
    let languages = try InventedLanguages(languages: ["de", "en"], speakers: 4)
    try checkExperiment(
      SimilarityAcrossLanguages(encoders: ["one", "two"], corpora: ["corpus0", "corpus1"], draws: 20),
      on: languages.store.path)
  }

  /// Gives something else each time, or in company, or loses a field on the way to JSON.
  struct Bad: Experiment {
    enum Fault: String, Codable { case forgets, company, reads }
    static let name = "bad"
    struct Cell: ExperimentCell {
      static let kind = "bad"
      static let revision = 1
      var fault: Fault
      var number: Int
      var forgotten = 0
      enum CodingKeys: CodingKey { case fault, number }
      init(fault: Fault, number: Int) {
        (self.fault, self.number, forgotten) = (fault, number, fault == .forgets ? 1 : 0)
      }
      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        fault = try container.decode(Fault.self, forKey: .fault)
        number = try container.decode(Int.self, forKey: .number)
      }
      var inputs: [CellInput] { fault == .reads ? [] : [.utterances(corpus: "mini")] }
      static func groups(of cells: [Cell]) -> [[Cell]] { [cells] }
      static func run(_ group: [Cell], in context: RunContext) throws -> [Int] {
        group.map { $0.fault == .company ? group.count : $0.number }
      }
    }
    var fault: Fault
    func plan(in store: FeatureStore) -> [PlannedRow<Int, Cell>] {
      (0..<3).map { PlannedRow($0, cell: Cell(fault: fault, number: $0)) }
    }
    func summarize(_ results: [RowResult<Bad>]) -> TallySummary {
      TallySummary(letters: results.map(\.outcome))
    }
  }

  @Test(
    "that does not is found out",
    arguments: [
      (Bad.Fault.forgets, "differs from what its JSON says"),
      (.company, "something else alone than in its group"),
      (.reads, "declares no input"),
    ])
  func bad(fault: Bad.Fault, words: String) throws {
    let scratch = try ScratchFolder()
    let check = ExperimentCheck(
      Bad(fault: fault), on: try FeatureStore(path: Fixtures.goldenStore), in: scratch.path)
    let found = try check.violations()
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }
}
