// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
import SERAudit
import SERCore

@main struct Table2: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: EncoderInventory.name,
    abstract: "Table 2: the encoders of a feature store, and which of its corpora they were trained on.",
    version: Manifest.libraryVersion)

  @OptionGroup var data: DataOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let store = try data.store()
    let experiment = EncoderInventory(
      encoders: try data.encoders(in: store), corpora: try data.corpora(in: store))
    try Execution.run(experiment, on: store, options)
  }
}
