// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
import SERAudit
import SERCore
import SERPlanted

@main struct TableS2: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: SimilarityAcrossLanguages.name,
    abstract: "Table S2: whether encoders arrange emotions alike in different languages.",
    discussion: """
      Needs a store with utterances in at least two languages; without --data, it makes a synthetic one with four. \
      The table has one seed, the paper's first if none is given.
      """,
    version: Manifest.libraryVersion)

  @OptionGroup var data: DataOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var options: RunOptions
  @Option(help: "How often to shuffle the labels.") var draws = 1_000

  func validate() throws {
    _ = try training.oneSeed
    guard (1...100_000).contains(draws) else { throw ValidationError("--draws takes 1 to 100000") }
  }

  func run() throws {
    let store = try data.store(
      orPlanting: Self.planted, in: options.output.folder(for: SimilarityAcrossLanguages.name) + "/planted",
      options)
    let experiment = SimilarityAcrossLanguages(
      encoders: try data.encoders(in: store), corpora: try data.corpora(in: store),
      seed: try training.oneSeed, protocols: try training.protocolList, draws: draws)
    try Execution.run(
      experiment, on: store, options,
      caveat: data.isUnnamed ? "Synthetic corpora: nothing here is a finding about speech." : nil)
  }

  /// Four languages that arrange emotions alike in one encoder; another encoder that holds noise alone.
  private static var planted: PlantedCorpora {
    var corpora = PlantedCorpora(seed: 20_260_505)
    corpora.speakers = 20
    corpora.encoders[0].emotion = 8
    var silent = corpora.encoders[0].silenced()
    silent.name = "silent"
    corpora.encoders.append(silent)
    return corpora
  }
}
