// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// What lies under `Tests/Fixtures` and `Data`, found from this file.
package enum Fixtures {
  /// The folder of the package.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// The small real store that comes with the project.
  package static let data = root + "/Data"
  /// The small store of invented features whose format must keep opening.
  package static let goldenStore = path("golden/store")

  /// The path of a fixture.
  package static func path(_ name: String) -> String { root + "/Tests/Fixtures/" + name }

  /// The bytes of any file, read without any of the code under test.
  package static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// The text of any file, read without any of the code under test.
  package static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// The value in a fixture of JSON.
  ///
  /// - Parameters:
  ///   - name: The name of the fixture.
  ///   - type: The type of the value.
  ///   - keys: How the keys of the file become names of properties.
  package static func json<Value: Decodable>(
    _ name: String, as type: Value.Type = Value.self,
    keys: JSONDecoder.KeyDecodingStrategy = .useDefaultKeys
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = keys
    return try decoder.decode(type, from: Data(contentsOf: URL(filePath: path(name))))
  }

  /// The value, written as JSON and read again.
  package static func recoded<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }

  /// The value that a text of JSON has.
  package static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }
}
