// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
internal import Foundation
public import SERPlanted
public import SERCore

/// What every executable takes: where features come from and which of them to use.
public struct DataOptions: ParsableArguments {
  @Option(help: "The feature store (default: the one that comes with the package).")
  var data: String?

  @Option(help: "Encoders to use, separated by commas (default: all).")
  var encoders: String?

  @Option(help: "Corpora to use, separated by commas (default: all).")
  var corpora: String?

  @Flag(
    help: ArgumentHelp(
      "Read feature files into memory instead of mapping them.",
      discussion: """
        For files that another program may truncate or change during the run. This takes as much memory as the files \
        in use are large, usually one file per thread.
        """))
  var load = false

  /// All options at their defaults.
  public init() {}

  /// Checks the values of the options.
  public func validate() throws {
    if data?.isEmpty == true { throw ValidationError("--data takes the folder of a feature store") }
  }

  /// Opens the store.
  public func store() throws -> FeatureStore {
    try FeatureStore(path: data ?? Self.builtInData(), mode: load ? .load : .map)
  }

  /// Whether no store is named, so that a program may plant one.
  public var isUnnamed: Bool { data == nil }

  /// Opens the store, or plants one where none is named, for a table that needs more languages than `Data/`
  /// has.
  ///
  /// - Parameters:
  ///   - corpora: What to plant.
  ///   - folder: Where to, as a rule beside the results; the same corpora give the same bytes.
  public func store(orPlanting corpora: PlantedCorpora, in folder: String, _ options: RunOptions) throws
    -> FeatureStore
  {
    guard data == nil else { return try store() }
    if !options.output.isQuiet {
      let note =
        "No --data: corpora planted in \(folder), their truth in planted.json.\n"
      FileHandle.standardError.write(Data(note.utf8))
    }
    try corpora.write(to: folder, threads: options.output.threadCount)
    return try FeatureStore(path: folder, mode: load ? .load : .map)
  }

  /// The encoders asked for, in the order asked for.
  ///
  /// - Throws: `FeatureStoreError` for a name that the store does not have, with near ones.
  public func encoders(in store: FeatureStore) throws -> [String] {
    try Self.chosen(encoders, known: store.encoders) { _ = try store.encoder($0) }
  }

  /// The corpora asked for, in the order asked for.
  ///
  /// - Throws: `FeatureStoreError` for a name that the store does not have, with near ones.
  public func corpora(in store: FeatureStore) throws -> [String] {
    try Self.chosen(corpora, known: store.corpora) { name in
      guard store.corpora.contains(name) else {
        throw FeatureStoreError.unknownCorpus(name, store: store.path, known: store.corpora)
      }
    }
  }

  private static func chosen(_ list: String?, known: [String], check: (String) throws -> Void) throws
    -> [String]
  {
    guard let list else { return known }
    var names: [String] = []
    for name in list.split(separator: ",").map(String.init) where !names.contains(name) {
      try check(name)
      names.append(name)
    }
    guard !names.isEmpty else { throw ValidationError("expected a list of names separated by commas") }
    return names
  }

  /// `Data` in the current folder, or in a folder above this program.
  private static func builtInData() -> String {
    var folder = Bundle.main.bundleURL.standardizedFileURL
    var candidates = [URL(filePath: FileManager.default.currentDirectoryPath)]
    while folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
      candidates.append(folder)
    }
    let stores = candidates.map { $0.appending(path: "Data").path }
    return stores.first { FileManager.default.fileExists(atPath: $0 + "/corpora") } ?? "Data"
  }
}
