// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
import SERAudit
import SERCore

@main struct Table3: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: PerLanguage.name,
    abstract:
      "Table 3 (and S3): recognition of four emotions, per corpus; test speakers are not in training.",
    version: Manifest.libraryVersion)

  @OptionGroup var data: DataOptions
  @OptionGroup var training: TrainingOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let store = try data.store()
    let experiment = PerLanguage(
      encoders: try data.encoders(in: store), corpora: try data.corpora(in: store),
      seeds: try training.seedList, protocols: try training.protocolList)
    try Execution.run(experiment, on: store, options)
  }
}
