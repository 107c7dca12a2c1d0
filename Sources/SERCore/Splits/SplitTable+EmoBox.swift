// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

extension SplitTable {
  /// Reads the folds that EmoBox ships for a corpus.
  ///
  /// ```
  /// DATA/<set>/fold_<k>/<set>_train_fold_<k>.jsonl     an object a line: key, dataset, …
  /// DATA/<set>/fold_<k>/<set>_test_fold_<k>.jsonl
  /// DATA/<set>/fold_<k>/<set>_valid_fold_<k>.jsonl     only where a corpus has an official validation part
  /// ```
  ///
  /// Where a `.jsonl` is missing, `.json` is read, an object by key. The protocol is `emobox`, splits are
  /// "1", "2", …, and an id is the key less its beginning `<dataset>-`. The official validation part becomes
  /// ``Fold/validation``; for corpora without one EmoBox' recipe draws a fifth of the training side anew at
  /// every run: here that side stays whole, and what to set aside is the caller's to say.
  ///
  /// Manifests name no speakers. Give them to ``folds(corpus:protocolName:ids:speakers:excluded:unlisted:)``:
  /// half of the corpora have the same speakers on both sides.
  ///
  /// - Parameters:
  ///   - data: EmoBox' folder `data`.
  ///   - set: The corpus' name there, such as `cremad`.
  ///   - corpus: What it is called here; nil for the same name.
  /// - Throws: ``SplitTableError``, which names file and line.
  /// - Source: emo-box/EmoBox 08280f2.
  public init(emoBox data: String, set: String, corpus: String? = nil) throws(SplitTableError) {
    self.init()
    let folder = "\(data)/\(set)"
    for number in 1...(try Self.foldCount(in: folder)) {
      for (side, name) in [(Side.training, "train"), (.validation, "valid"), (.test, "test")] {
        let path = "\(folder)/fold_\(number)/\(set)_\(name)_fold_\(number)"
        for (place, manifest) in try Self.manifest(path, isOptional: side == .validation) {
          let entry = Entry(
            corpus: corpus ?? set, protocolName: "emobox", split: String(number), id: manifest.id, side: side)
          try append(entry, at: place)
        }
      }
    }
  }

  /// What is needed of a manifest's line.
  private struct Manifest: Decodable {
    var key: String?
    var dataset: String?

    /// The key less the corpus' name.
    var id: String {
      guard let key, let dataset, key.hasPrefix("\(dataset)-") else { return key ?? "" }
      return String(key.dropFirst(dataset.count + 1))
    }
  }

  /// The highest number of a folder `fold_<k>`; all below must be there.
  private static func foldCount(in folder: String) throws(SplitTableError) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let numbers = Set(
      names.filter { $0.hasPrefix("fold_") }.compactMap { Int($0.dropFirst(5)) }.filter { $0 > 0 })
    guard let last = numbers.max() else { throw .noFolds(folder: folder) }
    for number in 1...last where !numbers.contains(number) {
      throw .missingManifest(path: "\(folder)/fold_\(number)")
    }
    return last
  }

  private static func manifest(
    _ path: String, isOptional: Bool
  ) throws(SplitTableError) -> [(Place, Manifest)] {
    if FileManager.default.fileExists(atPath: path + ".jsonl") { return try lines(path + ".jsonl") }
    if FileManager.default.fileExists(atPath: path + ".json") { return try object(path + ".json") }
    if isOptional { return [] }
    throw .missingManifest(path: path + ".jsonl")
  }

  private static func lines(_ path: String) throws(SplitTableError) -> [(Place, Manifest)] {
    var lines = try bytes(path).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    var manifests: [(Place, Manifest)] = []
    for (index, line) in lines.enumerated() {
      let manifest = try decode(Manifest.self, Array(line), path, line: index + 1)
      guard manifest.key?.isEmpty == false else {
        throw .badJSON(file: path, line: index + 1, reason: "no 'key'; each line needs the utterance's key")
      }
      manifests.append((Place(file: path, line: index + 1), manifest))
    }
    return manifests
  }

  private static func object(_ path: String) throws(SplitTableError) -> [(Place, Manifest)] {
    let manifests = try decode([String: Manifest].self, bytes(path), path, line: nil)
    return manifests.keys.sortedByCodePoint().map { key in
      (Place(file: path), Manifest(key: key, dataset: manifests[key]?.dataset))
    }
  }

  private static func bytes(_ path: String) throws(SplitTableError) -> [UInt8] {
    do { return try MappedFile(path: path, mode: .load).array() } catch { throw .file(error) }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, _ bytes: [UInt8], _ path: String, line: Int?
  ) throws(SplitTableError) -> Value {
    do {
      return try JSONText.decode(type, from: bytes)
    } catch let error as DecodingError {
      throw .badJSON(file: path, line: line, reason: error.sentence)
    } catch {
      throw .badJSON(file: path, line: line, reason: "\(error)")
    }
  }
}
