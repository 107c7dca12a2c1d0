// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

/// Manifests as EmoBox writes them, of an invented corpus.
private struct EmoBoxFolder {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @discardableResult func write(_ text: String, _ name: String, fold: Int = 1) throws -> String {
    let path = folder.file("set/fold_\(fold)/\(name)")
    try FileManager.default.createDirectory(
      atPath: folder.file("set/fold_\(fold)"), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @discardableResult func write(_ ids: [String], _ side: String, fold: Int = 1) throws -> String {
    let lines = ids.map { id in
      #"{"key": "set-\#(id)", "dataset": "set", "wav": "downloads/set/wav/\#(id).wav", "type": "raw", "#
        + #""sample_rate": 16000, "num_frame": 33978.0, "task": "category", "length": 2.123625, "emo": "anger", "#
        + #""channel": 1}"# + "\n"
    }
    return try write(lines.joined(), "set_\(side)_fold_\(fold).jsonl", fold: fold)
  }

  func read(corpus: String? = nil) throws -> SplitTable {
    try SplitTable(emoBox: folder.path, set: "set", corpus: corpus)
  }
}

@Suite("EmoBox' folds") struct EmoBoxTests {
  @Test("are read in the order of their numbers, under the ids of the corpus") func reading() throws {
    let box = try EmoBoxFolder()
    let ids = (1...11).map { "u\($0)" }
    for fold in 1...11 {
      try box.write(ids.filter { $0 != "u\(fold)" }, "train", fold: fold)
      try box.write(["u\(fold)"], "test", fold: fold)
      // EmoDB has older duplicates of other fields beside.
      try box.write("old", "set_test_fold\(fold).jsonl", fold: fold)
    }
    let folds = try box.read(corpus: "mine").folds(corpus: "mine", protocolName: "emobox", ids: ids)
    #expect(folds.map(\.name) == (1...11).map(String.init))
    #expect(folds.map(\.test) == (0..<11).map { [$0] })
    #expect(folds.allSatisfy { $0.validation.isEmpty && $0.training.count == 10 && $0.plan.scheme == .given })
    #expect(try box.read().series.map(\.corpus) == ["set"])
  }

  @Test("set an official validation part aside: it neither trains nor is tested") func validation() throws {
    let box = try EmoBoxFolder()
    try box.write(["u1", "u2"], "train")
    try box.write(["u3"], "valid")
    try box.write(["u4"], "test")
    let folds = try box.read().folds(
      corpus: "set", protocolName: "emobox", ids: ["u4", "u3", "u2", "u1"], speakers: ["a", "b", "b", "b"])
    #expect(
      folds.map(\.training) == [[2, 3]] && folds.map(\.validation) == [[1]] && folds.map(\.test) == [[0]])
    #expect(folds[0].plan == ResamplingPlan(unit: .speaker, scheme: .given, trainingUnits: 1, testUnits: 1))
  }

  @Test("are read from .json where there is no .jsonl") func object() throws {
    let box = try EmoBoxFolder()
    let json =
      #"{"set-u2": {"emo": "Anger", "dataset": "set"}, "set-u1": {"dataset": "set"}, "u3": {"dataset": "set"}}"#
    let path = try box.write(json, "set_train_fold_1.json")
    try box.write(["u4"], "test")
    let table = try box.read()
    #expect(table.entries.map(\.id) == ["u1", "u2", "u3", "u4"])
    let error = #expect(throws: SplitTableError.self) {
      try table.folds(corpus: "set", protocolName: "emobox", ids: ["u1", "u3", "u4"])
    }
    guard case .unknownID(let file, nil, "u2", _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(file == path)
  }

  @Test("are refused with file and line where a manifest is not one") func malformed() throws {
    for (text, reason) in [
      ("{\"key\": \"set-u1\"}\n{\"key\": 1}\n", "expected String at 'key'"),
      ("{\"key\": \"set-u1\"}\n\n{\"key\": \"set-u2\"}\n", "not valid"),
      ("{\"key\": \"set-u1\"}\n{\"dataset\": \"set\"}\n", "no 'key'"),
      ("{\"key\": \"set-u1\"}\n{\"key\": \"\"}\n", "no 'key'"),
    ] {
      let box = try EmoBoxFolder()
      let path = try box.write(text, "set_train_fold_1.jsonl")
      let error = #expect(throws: SplitTableError.self) { try box.read() }
      #expect(error?.description.hasPrefix("\(path), line 2: \(reason)") == true)
    }
    let box = try EmoBoxFolder()
    let path = try box.write("[]", "set_train_fold_1.json")
    let error = #expect(throws: SplitTableError.self) { try box.read() }
    #expect(error?.description.hasPrefix("\(path): ") == true)
  }

  @Test("are refused where an utterance trains and is tested") func bothSides() throws {
    let box = try EmoBoxFolder()
    let training = try box.write(["u1", "u2"], "train")
    let test = try box.write(["u3", "u2"], "test")
    #expect(
      throws: SplitTableError.listedTwice(
        file: test, line: 2, id: "u2", split: "1", side: .test, firstFile: training, firstLine: 2,
        firstSide: .training)
    ) { try box.read() }
  }

  @Test("are refused where a fold, or a part of one, is missing") func missing() throws {
    let box = try EmoBoxFolder()
    #expect(throws: SplitTableError.noFolds(folder: box.folder.file("set"))) { try box.read() }
    try box.write(["u1"], "test")
    let part = box.folder.file("set/fold_1/set_train_fold_1.jsonl")
    let error = #expect(throws: SplitTableError.missingManifest(path: part)) { try box.read() }
    #expect(
      error?.description
        == "\(part) is missing; restore it, since a fold less or half a fold is another experiment")
    try box.write(["u2"], "train")
    #expect(throws: Never.self) { try box.read() }
    try box.write(["u2"], "train", fold: 3)
    #expect(throws: SplitTableError.missingManifest(path: box.folder.file("set/fold_2"))) { try box.read() }
  }
}

/// The splits of the larger store, which come from EmoBox and from NumPy.
@Suite(
  "The splits of SER_DATA",
  .enabled(
    if: ProcessInfo.processInfo.environment["SER_DATA"] != nil,
    "SER_DATA is not set: set it to a feature store with emodb, ravdess and a folder splits to run these tests"
  ))
struct SERDataSplitsTests {
  static let path = ProcessInfo.processInfo.environment["SER_DATA"] ?? ""

  static func table(_ name: String, corpus: String, splits: ClosedRange<Int>) throws -> SplitTable {
    var table = SplitTable()
    for split in splits {
      let file = "\(path)/splits/\(name.replacing("#", with: "\(split)")).csv"
      try table.append(
        contentsOf: SplitTable(path: file, corpus: corpus, protocolName: "given", split: "\(split - 1)"))
    }
    return table
  }

  static func corpus(_ name: String) throws -> (ids: [String], speakers: [String]) {
    let corpus = try FeatureStore(path: path).corpus(name)
    return (corpus.utterances.map(\.id), corpus.utterances.map(\.speaker))
  }

  @Test("of EmoBox for EmoDB are five folds with all speakers on both sides") func emoBox() throws {
    let (ids, speakers) = try Self.corpus("emodb")
    let folds = try Self.table("emobox-emodb-fold#", corpus: "emodb", splits: 1...5)
      .folds(corpus: "emodb", protocolName: "given", ids: ids, speakers: speakers)
    #expect(folds.flatMap(\.test).sorted() == Array(0..<535))
    for fold in folds {
      #expect(
        fold.plan == ResamplingPlan(unit: .utterance, scheme: .given, trainingUnits: 428, testUnits: 107))
      #expect(Set(fold.test.map { speakers[$0] }) == Set(fold.training.map { speakers[$0] }))
    }
  }

  @Test("of RAVDESS at random are our folds of the same seed") func random() throws {
    let ids = try Self.corpus("ravdess").ids
    let given = try Self.table("ravdess-random10-fold#", corpus: "ravdess", splits: 1...10)
      .folds(corpus: "ravdess", protocolName: "given", ids: ids)
    let ours = try KFold(count: 10, shuffling: .seed(20_260_505)).folds(rows: ids.count)
    #expect(given.map(\.test) == ours.map(\.test) && given.map(\.training) == ours.map(\.training))
    #expect(given.map(\.name) == ours.map(\.name))
  }

  @Test("of EmoDB by speaker and sentence leave the rest out, on purpose only") func clean() throws {
    let (ids, speakers) = try Self.corpus("emodb")
    let table = try Self.table("emodb-clean", corpus: "emodb", splits: 1...1)
    #expect(throws: SplitTableError.self) {
      try table.folds(corpus: "emodb", protocolName: "given", ids: ids)
    }
    let folds = try table.folds(
      corpus: "emodb", protocolName: "given", ids: ids, speakers: speakers, unlisted: .leftOut)
    #expect(folds.map(\.training.count) == [191] && folds.map(\.test.count) == [89])
    #expect(folds[0].plan == ResamplingPlan(unit: .speaker, scheme: .given, trainingUnits: 6, testUnits: 4))
  }
}
