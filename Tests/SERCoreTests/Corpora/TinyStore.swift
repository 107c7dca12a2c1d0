// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport

/// A feature store of a few numbers, written piece by piece, so that a test can spoil one of them.
struct TinyStore {
  let folder: ScratchFolder

  var path: String { folder.path }

  /// `emodb`, five utterances of three speakers, one of them bored; `tiny`, one layer of dimension 3.
  init() throws {
    folder = try ScratchFolder()
    try corpus(
      "emodb",
      """
      id,speaker,emotion,sentence,seconds,mood
      u1,03,angry,a01,1.5,calm
      u2,03,sad,a02,,
      u3,08,boredom,a01,2,
      u4,08,happy,a02,2.25,tired
      u5,09,neutral,a01,1,

      """)
    try encoder("tiny", #"{"name": "tiny", "layers": 1, "dimension": 3}"#)
    try features("tiny", "emodb")
  }

  /// The value at (row, state, dimension) of every feature file: 100 row + 10 state + dimension.
  static func values(_ n: Int, _ states: Int = 2, _ dimension: Int = 3) -> [Float] {
    (0..<n * states * dimension).map { i in
      Float(100 * (i / (states * dimension)) + 10 * (i / dimension % states) + i % dimension)
    }
  }

  @discardableResult func corpus(_ name: String, _ table: String) throws -> String {
    try write(table, to: "corpora/\(name)/utterances.csv")
  }

  @discardableResult func encoder(_ name: String, _ json: String) throws -> String {
    try write(json, to: "features/\(name)/encoder.json")
  }

  @discardableResult func record(_ encoder: String, _ corpus: String, _ json: String) throws -> String {
    try write(json, to: "features/\(encoder)/\(corpus).json")
  }

  @discardableResult func features(
    _ encoder: String, _ corpus: String, _ values: [Float]? = nil, shape: [Int] = [5, 2, 3],
    as precision: HiddenStates.Precision = .single
  ) throws -> String {
    let path = folder.file("features/\(encoder)/\(corpus).npy")
    let values = values ?? Self.values(shape[0])
    switch precision {
    case .single: try NPYWriter.write(values, shape: shape, to: path)
    case .half: try NPYWriter.write(halfPrecision: values.map(halfPrecisionBits), shape: shape, to: path)
    }
    return path
  }

  func write(_ text: String, to name: String) throws -> String {
    let file = URL(filePath: folder.file(name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return folder.file(name)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.file(name)) }

  func open() throws -> FeatureStore { try FeatureStore(path: path) }

  /// The states of `tiny` for `emodb`, and whether their rows are proven.
  func states(mode: MappedFile.Mode = .map) throws -> (states: HiddenStates, rowIdentityProven: Bool) {
    let store = try open()
    return try store.hiddenStates(encoder: "tiny", corpus: store.corpus("emodb"), mode: mode)
  }

  /// The paper's four classes.
  static let fourClasses = Taxonomy(
    name: "four classes", classes: ["angry", "happy", "neutral", "sad"],
    excluded: ["boredom", "calm", "disgust", "fear", "surprise"])
}
