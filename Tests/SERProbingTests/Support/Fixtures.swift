// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport

/// Arrays under `Tests/Fixtures`, and the store that comes with the project.
extension Fixtures {
  static func json<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    try json(name, as: type, keys: .convertFromSnakeCase)
  }

  static func floats(_ name: String) throws -> [Float] {
    try NPYFile(path: path(name)).floats()
  }

  static func doubles(_ name: String) throws -> [Double] {
    try NPYFile(path: path(name)).doubles()
  }

  /// The store that comes with the project: real speech.
  static func store() throws -> FeatureStore {
    try FeatureStore(path: data)
  }

  static let fourClass = Taxonomy(
    name: "four", classes: ["angry", "happy", "neutral", "sad"], excluded: ["boredom", "disgust", "fear"])
}

/// Seeded states and labels of any shape; every value is exact in half precision.
struct RandomTask {
  var states: HiddenStates
  var labels: [Int]

  init(n: Int, states: Int, dimension: Int, classes: Int, seed: UInt64) {
    var generator = NumPyGenerator(seed: seed)
    let values = (0..<n * states * dimension).map { _ in
      Float((generator.uniform() * 2048).rounded() / 512 - 2)
    }
    self.states = HiddenStates(values, states: states, dimension: dimension)
    labels = (0..<n).map { $0 < classes ? $0 : Int(generator.uniform() * Double(classes)) }
  }

  /// The same states, stored in half precision in a file of a temporary folder.
  func inHalfPrecision() throws -> HiddenStates {
    let path = FileManager.default.temporaryDirectory.appending(path: "half-\(UUID().uuidString).npy").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let values = (0..<states.rowCount).flatMap { states.row($0) }
    try NPYWriter.write(
      halfPrecision: values.map { Float16($0).bitPattern },
      shape: [states.rowCount, states.stateCount, states.dimension],
      to: path)
    return try HiddenStates(npy: path, mode: .load)
  }
}
