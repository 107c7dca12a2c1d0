// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import SERCore
import SERPaper
import SERPlanted
import SERProbing
import SERReport
import SERStats
import SERTensorFiles
import Testing

/// The code of the pages of the modules, but for SERAudit's.
@Suite("The pages of the modules") struct ModuleSnippets {
  @Test("show what a split of a corpus gives") func core() async {
    await #expect(processExitsWith: .success) { try WorkingFolder.inside(ModuleSnippets.coreCode) }
  }

  private static func coreCode() throws {
    // snippet Sources/SERCore/SERCore.docc/SERCore.md
    let store = try FeatureStore(path: "Data")
    let emotions = Taxonomy(
      name: "four-class", classes: ["angry", "happy", "neutral", "sad"],
      excluded: ["boredom", "disgust", "fear"])
    let features = try store.features(encoder: "whisper-tiny", corpora: ["emodb"], taxonomy: emotions)
    print(features.states.rowCount, features.states.stateCount, features.states.dimension)  // 339 5 384

    let split = try SpeakerSplit(speakers: features.speakers, seed: 20_260_505)
    try split.requireEveryClass(labels: features.labels, classes: features.classes)
    print(split.testSpeakers)  // ["08", "12", "14", "15"]

    let truth = split.test.map { features.labels[$0] }
    let alwaysAngry = truth.map { _ in 0 }
    let score = try ConfusionMatrix(truth: truth, predicted: alwaysAngry, classes: features.classes.count)
    print(score.unweightedAverageRecall)  // 0.25: a classifier that ignores the audio
    // end
  }

  @Test("show how a split keeps speakers apart") func splitting() async {
    await #expect(processExitsWith: .success) { try WorkingFolder.inside(ModuleSnippets.splittingCode) }
  }

  private static func splittingCode() throws {
    let store = try FeatureStore(path: "Data")
    let emotions = Taxonomy(
      name: "four-class", classes: ["angry", "happy", "neutral", "sad"],
      excluded: ["boredom", "disgust", "fear"])
    let features = try store.features(encoder: "whisper-tiny", corpora: ["emodb"], taxonomy: emotions)
    // snippet Sources/SERCore/SERCore.docc/SplittingWithoutLeaks.md
    let split = try SpeakerSplit(speakers: features.speakers, trainingFraction: 0.6, seed: 20_260_505)
    print(split.trainingSpeakers.count, split.testSpeakers.count)  // 6 4
    // end

    // snippet Sources/SERCore/SERCore.docc/SplittingWithoutLeaks.md
    try split.requireEveryClass(labels: features.labels, classes: features.classes)
    // end

    // snippet Sources/SERCore/SERCore.docc/SplittingWithoutLeaks.md
    let standardizer = Standardizer(fitting: features.states, rows: split.training)
    // end

    // snippet Sources/SERCore/SERCore.docc/SplittingWithoutLeaks.md
    let test = features.states.selecting(split.test)
    precondition(standardizer.fittedRows.shared(with: test.identities).isEmpty)
    // end

    // snippet Sources/SERCore/SERCore.docc/SplittingWithoutLeaks.md
    print(split.plan.testToTrainingRatio)  // 0.667: 4 test speakers over 6 that train
    // end

    // snippet Sources/SERCore/SERCore.docc/SplittingWithoutLeaks.md
    let speakers = features.speakers
    let folds = try StratifiedKFold(count: 10, shuffling: .seed(42)).folds(labels: features.labels)
    let alone = try LeaveOneSpeakerOut().folds(speakers: speakers)
    let all = try ExhaustiveSpeakerSplits().folds(speakers: speakers)
    print(folds.count, alone.count, all.count)  // 10 10 210: all ways to test 4 of 10 speakers

    var table = SplitTable()
    let ids = features.utterances.map(\.id)
    try table.append(alone, corpus: "emodb", protocolName: "leave-one-speaker-out", ids: ids)
    try table.write(to: "splits.csv")  // corpus,protocol,split,id,side
    // end
  }

  @Test("show what a probe gives") func probing() throws {
    // snippet Sources/SERProbing/SERProbing.docc/SERProbing.md
    // 10 speakers with 8 utterances each, two classes, states [80, 3, 4]; only state 1 knows the class.
    let labels = (0..<80).map { $0 % 2 }
    let speakers = (0..<80).map { "speaker \($0 / 8)" }
    var noise = RandomStream(seed: 1)["example"]
    var values: [Float] = []
    for label in labels {
      for state in 0..<3 {
        for _ in 0..<4 { values.append(Float(noise.uniform()) + (state == 1 ? 2 * Float(label) : 0)) }
      }
    }
    let states = HiddenStates(values, states: 3, dimension: 4)

    let split = try SpeakerSplit(speakers: speakers, seed: 20_260_505)
    let probe = try ProbeTrainer().fit(
      states, labels: labels, classes: 2, rows: split.training, generator: PyTorchGenerator(seed: 20_260_505))

    let predicted = try probe.predictions(for: states.selecting(split.test))
    let score = try ConfusionMatrix(truth: split.test.map { labels[$0] }, predicted: predicted, classes: 2)
    print(score.unweightedAverageRecall)  // 0.90625
    print(probe.layerWeights)  // [0.27564904, 0.45934865, 0.2650023]
    // end
  }

  @Test("show what tests give") func stats() throws {
    // snippet Sources/SERStats/SERStats.docc/SERStats.md
    let hubert = [0.761, 0.807, 0.764, 0.839, 0.768]  // RAVDESS, five splits
    let emotion2vec = [0.707, 0.732, 0.643, 0.689, 0.732]
    let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)

    let plain = try PairedTTest(hubert, emotion2vec, plan: plan)
    let corrected = try CorrectedResampledTTest(hubert, emotion2vec, plan: plan)
    let exact = try SignFlipTest(hubert, emotion2vec, plan: plan)

    print(plain.estimate)  // 0.0872: 8.7 points
    print(plain.pValue, corrected.pValue)  // 0.0146 (0.015 in the paper), 0.126 for splits that overlap
    print(exact.pValue, exact.smallestAttainableP)  // 0.0625 0.0625: five splits cannot go lower
    print(corrected.confidenceInterval(level: 0.95))  // -0.038...0.213
    print(corrected.minimumDetectableEffect())  // 0.170: what it finds four times in five
    print(plain.caveat ?? "none")  // the splits overlap: ...
    print(holm([plain.pValue, 0.0205, 0.514]))  // 0.0438 0.0438 0.514: each as one of three
    // end
  }

  @Test("show how a report is made") func report() {
    // snippet Sources/SERReport/SERReport.docc/SERReport.md
    var table = ReportTable(columns: ["encoder", "recall"])
    table.append([.init("whisper-tiny"), .init("0.857", isBest: true)])
    table.append(texts: ["logmel", "0.730"])
    let report = Report(sections: [.init("", [.table(table)])])
    print(report.rendered(as: .csv))
    // encoder,recall
    // whisper-tiny,0.857
    // logmel,0.730
    // end

    // snippet Sources/SERReport/SERReport.docc/SERReport.md
    struct Score: TableRow {
      var encoder: String
      var recall: Double
      static let columns: [Column<Score>] = [Column("encoder", \.encoder), Column("recall", \.recall)]
    }
    let scores = ResultTable("scores.csv", [Score(encoder: "logmel", recall: 0.7299)])
    print(scores.columns, scores.rowCount)  // ["encoder", "recall"] 1
    // end
  }

  @Test("show what a planted store holds") func planted() async {
    await #expect(processExitsWith: .success) { try WorkingFolder.inside(ModuleSnippets.plantedCode) }
  }

  private static func plantedCode() throws {
    // snippet Sources/SERPlanted/SERPlanted.docc/SERPlanted.md
    var corpora = PlantedCorpora(seed: 20_260_505)
    corpora.speakerEmotionDependence = 0.5  // each speaker has a favorite emotion
    corpora.encoders.append(corpora.encoders[0].silenced())  // the same encoder without any signal
    corpora.encoders[1].name = "silent"

    let store = try corpora.store(threads: 2)
    let features = try store.features(encoder: "planted", corpora: ["de-1", "en-1"])
    print(features.states.rowCount, features.states.stateCount, features.states.dimension)  // 480 7 48
    print(store.truth.corpora[0].cramersV)  // 0.5
    try corpora.write(to: "planted-store", threads: 2)  // the same, for any program that takes --data
    // end
  }

  @Test("show how archives of arrays are written and read") func tensorFiles() async {
    await #expect(processExitsWith: .success) { try WorkingFolder.inside(ModuleSnippets.tensorFilesCode) }
  }

  private static func tensorFilesCode() throws {
    // snippet Sources/SERTensorFiles/SERTensorFiles.docc/SERTensorFiles.md
    var archive = try NPZWriter(path: "probe.npz")
    try archive.append([0.5, -1, 2] as [Float], shape: [3], named: "weights")
    try archive.append([0] as [Double], shape: [1], named: "bias")
    try archive.commit()

    let arrays = try NPZFile(path: "probe.npz")
    print(arrays.names)  // ["weights", "bias"]
    print(try arrays.array(named: "weights").floats())  // [0.5, -1.0, 2.0]

    var tensors = SafetensorsWriter(metadata: ["format": "pt"])
    tensors.append([1, 2, 3, 4] as [Float], named: "kernel", shape: [2, 2])
    try tensors.write(to: "model.safetensors")

    let file = try SafetensorsFile(path: "model.safetensors")
    print(try file.tensor(named: "kernel").shape)  // [2, 2]
    print(try file.floats(named: "kernel"))  // [1.0, 2.0, 3.0, 4.0]
    // end
  }

  @Test("show what the paper's arithmetic gives") func paper() throws {
    // snippet Sources/SERPaper/SERPaper.docc/SERPaper.md
    let audit = try PaperArithmetic().audit()
    print(audit.claims.count, audit.claims.count { $0.verdict == .doesNotReproduce })
    // 249 27
    print(audit.checks.allSatisfy(\.holds))  // true
    // end
  }
}
