// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
import SERAudit
import SERCore
import SERPaper

@main struct PaperArithmeticProgram: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: PaperArithmetic.name,
    abstract: "Which of the paper's statements follow from its own printed numbers; no data are needed.",
    version: Manifest.libraryVersion)

  @Option(help: "An altered copy of the library's published.json, with the same statements.")
  var published: String?

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Analyze how far each number can be altered before a verdict or check changes.",
      discussion:
        "Each number is altered in turn and what depends on it is recomputed; this takes seconds to minutes.")
  )
  var pins = true

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if published?.isEmpty == true { throw ValidationError("--published takes a file") }
  }

  func run() throws {
    let start = ContinuousClock.now
    let arithmetic = PaperArithmetic(try published.map { try PublishedFile(path: $0) } ?? .paper)
    let folder = ResultFolder(path: output.folder(for: PaperArithmetic.name))
    try AtomicFile.createFolder(folder.path)
    let audit = try arithmetic.audit()
    let sensitivities = pins ? try arithmetic.sensitivities(threads: output.threadCount) : []
    let manifest = Manifest(
      program: PaperArithmetic.name, commandLine: CommandLine.arguments,
      files: [arithmetic.file.name: arithmetic.file.sha256], since: start)
    try arithmetic.write(audit, sensitivities: sensitivities, manifest: manifest, to: folder)
    try output.print(arithmetic.report(audit, sensitivities: sensitivities), folder: folder.path)
  }
}
