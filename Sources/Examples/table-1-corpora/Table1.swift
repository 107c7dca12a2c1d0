// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
import SERAudit
import SERCore

@main struct Table1: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: CorpusInventory.name,
    abstract: "Table 1: the corpora of a feature store, counted, next to those of the paper.",
    version: Manifest.libraryVersion)

  @OptionGroup var data: DataOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let store = try data.store()
    try Execution.run(CorpusInventory(corpora: try data.corpora(in: store)), on: store, options)
  }
}
