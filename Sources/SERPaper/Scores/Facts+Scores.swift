// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore
internal import SERStats

/// The accuracies by seed, and what follows from the corpora about them.
extension Facts {
  /// The models that are compared, in the order of the tables.
  func models(_ table: SeedTable) throws(PublishedFileError) -> [String] {
    try texts(PublishedPath("tables", table.means, "models"))
  }

  /// The corpora of a table, sorted.
  func datasets(_ table: SeedTable) throws(PublishedFileError) -> [String] {
    try keys(PublishedPath("tables", table.perSeed, "rows"))
  }

  /// The general models, and the specialist that is held against them: the last of the tables.
  func sides(_ table: SeedTable) throws(PublishedFileError) -> (general: [String], specialist: String) {
    let models = try models(table)
    guard models.count > 1, let specialist = models.last else {
      throw .wrongCount(
        file: file.name, path: PublishedPath("tables", table.means, "models"), expected: 3,
        found: models.count)
    }
    return (Array(models.dropLast()), specialist)
  }

  /// The accuracies of a model on a corpus.
  func scores(
    _ table: SeedTable, _ dataset: String, _ model: String
  ) throws(PublishedFileError) -> SeedScores {
    try once("scores/\(table)/\(dataset)/\(model)") { () throws(PublishedFileError) -> SeedScores in
      let sizes = try testSizes(table, dataset)
      return try SeedScores(table, dataset, model, testSizes: sizes, in: self)
    }
  }

  /// The standard deviations over seeds of all cells, in per cent.
  func deviations(_ table: SeedTable) throws -> [Interval] {
    var deviations: [Interval] = []
    for dataset in try datasets(table) {
      for model in try models(table) {
        deviations.append(try scores(table, dataset, model).standardDeviation * 100)
      }
    }
    return deviations
  }

  /// The mean of a model on a corpus as its table prints it.
  func printedMean(
    _ table: SeedTable, _ dataset: String, _ model: String
  ) throws(PublishedFileError) -> PrintedNumber {
    let path = PublishedPath("tables", table.means)
    let models = try texts(path["models"])
    guard let column = models.firstIndex(of: model) else {
      throw .missing(file: file.name, path: path["models"][model])
    }
    return try numbers(path["rows"][dataset], count: models.count)[column]
  }

  /// The test utterances of each seed, `nil` where the file does not say enough.
  ///
  /// EmoDB's speakers differ in how much they say, and its test sizes are derived. A corpus in which every
  /// speaker says as much as any other has as many test utterances in every split.
  func testSizes(_ table: SeedTable, _ dataset: String) throws(PublishedFileError) -> [Int]? {
    let seeds = try numbers(PublishedPath("tables", table.perSeed, "seeds")).count
    switch dataset {
    case "EmoDB":
      let name = "emodb_test_sizes_" + (table == .fourClass ? "four_class" : "seven_class")
      let path = PublishedPath("derived", name)
      var sizes: [Int] = []
      for index in try numbers(path, count: seeds).indices { sizes.append(try count(path[index])) }
      return sizes
    case "RAVDESS":
      let name = table == .fourClass ? "four_class" : "eight_class"
      return Array(
        repeating: try count(PublishedPath("derived", "ravdess_test_sizes", name)), count: seeds)
    case _ where CorpusFacts.balanced.contains(dataset):
      let speakers = try count("table1", dataset, column: "speakers")
      let utterances =
        table == .fourClass
        ? try count(PublishedPath("protocol", "four_class_counts")[dataset])
        : try count("table1", dataset, column: "utterances")
      guard speakers > 0, utterances % speakers == 0 else { return nil }
      let plan = try plan(speakers: speakers)
      return plan.map { Array(repeating: $0.testUnits * utterances / speakers, count: seeds) }
    default: return nil
    }
  }

  /// The paper's split of so many speakers; `nil` if a side would be empty.
  func plan(speakers: Int) throws(PublishedFileError) -> ResamplingPlan? {
    let fraction = try number(PublishedPath("protocol", "split_train_fraction", "value")).value
    guard (0...1).contains(fraction) else { return nil }
    let training = Int((fraction * Double(speakers)).rounded(.toNearestOrEven))
    guard training > 0, training < speakers else { return nil }
    return ResamplingPlan(
      unit: .speaker, scheme: .repeatedRandom, trainingUnits: training, testUnits: speakers - training)
  }

  /// The comparison of two models on a corpus, without Holm.
  func comparison(
    _ table: SeedTable, _ dataset: String, _ a: String, _ b: String
  ) throws -> PublishedComparison {
    try once("comparison/\(table)/\(dataset)/\(a)/\(b)") {
      let (first, second) = (try scores(table, dataset, a), try scores(table, dataset, b))
      let plan = try beside { () throws(PublishedFileError) -> ResamplingPlan? in
        try self.plan(speakers: try count("table1", dataset, column: "speakers"))
      }
      return try PublishedComparison(table, first, second, plan: plan)
    }
  }

  /// All comparisons of a table, with Holm over them.
  func comparisons(_ table: SeedTable) throws -> [PublishedComparison] {
    try once("comparisons/\(table)") {
      let models = try models(table)
      var all: [PublishedComparison] = []
      for dataset in try datasets(table) {
        for (a, b) in models.pairs { all.append(try comparison(table, dataset, a, b)) }
      }
      let plain = all.indices.filter { all[$0].p != nil }
      for (index, p) in zip(plain, holm(plain.map { all[$0].p! })) { all[index].pHolm = p }
      let corrected = all.indices.filter { all[$0].pCorrected != nil }
      for (index, p) in zip(corrected, holm(corrected.map { all[$0].pCorrected! })) {
        all[index].pCorrectedHolm = p
      }
      return all
    }
  }
}
