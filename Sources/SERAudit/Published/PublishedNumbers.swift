// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore

/// The numbers that the paper prints, transcribed and not corrected.
public struct PublishedNumbers: Sendable {
  private let tables: [String: JSONValue]

  /// The numbers that come with the library.
  public static let paper = PublishedNumbers(json: Data(PackageResources.published_json))

  /// The seeds of the paper: 20260505 to 20260509.
  public static let seeds: [UInt64] = Array(20_260_505...20_260_509)

  /// The languages of the paper, in its order.
  static let languages = ["en", "de", "zh", "bn"]

  /// The names that the paper has, in its order, then the others in theirs.
  static func leading(_ published: [String], of names: [String]) -> [String] {
    let leading = published.flatMap { known in names.filter { matches(known, $0) } }
    return leading + names.filter { !leading.contains($0) }
  }

  private init(json: Data) {
    let document = try? JSONDecoder().decode([String: JSONValue].self, from: json)
    precondition(document != nil, "published.json, which is compiled in, is not a JSON object")
    tables = document?["tables"]?.members ?? [:]
  }

  /// Table 1: utterances, speakers and language of a corpus; `nil` if the paper does not use it.
  public func table1(corpus: String) -> (utterances: Int, speakers: Int, language: String)? {
    guard case .array(let row)? = value("table1", row: corpus), row.count == 3,
      let utterances = row[0].number, let speakers = row[1].number, let language = row[2].text
    else { return nil }
    return (Int(utterances), Int(speakers), language)
  }

  /// Table 2: layers, and hours and source of the pretraining of an encoder; `nil` if the paper does not use it.
  public func table2(encoder: String) -> (layers: Int, hours: Int, source: String)? {
    table2Rows.first { Self.matches($0.encoder, encoder) }.map { ($0.layers, $0.hours, $0.source) }
  }

  /// Table 2: all encoders of the paper, by name.
  public var table2Rows: [(encoder: String, layers: Int, hours: Int, source: String)] {
    (tables["table2"]?.members["rows"]?.members ?? [:]).sorted { $0.key < $1.key }.compactMap { name, row in
      guard case .array(let row) = row, row.count == 3, let layers = row[0].number, let hours = row[1].number,
        let source = row[2].text
      else { return nil }
      return (name, Int(layers), Int(hours), source)
    }
  }

  /// Table 3: mean four-class accuracy of an encoder on a corpus, a fraction; `nil` if the paper has no such cell.
  public func table3(corpus: String, encoder: String) -> Double? {
    table3Row(corpus: corpus).first { Self.matches($0.model, encoder) }?.accuracy
  }

  /// Table 3: all encoders of the paper with their mean four-class accuracy on a corpus; empty if it does not use it.
  public func table3Row(corpus: String) -> [(model: String, accuracy: Double)] {
    guard case .array(let row)? = value("table3", row: corpus),
      case .array(let models)? = tables["table3"]?.members["models"]
    else { return [] }
    return zip(models, row).compactMap { model, accuracy in
      guard let model = model.text, let accuracy = accuracy.number else { return nil }
      return (model, accuracy)
    }
  }

  /// Table S2: mean similarity, mean and SD of its null, and *p* of an encoder; `nil` if the paper has no such row.
  public func tableS2(
    encoder: String
  ) -> (meanSimilarity: Double, nullMean: Double, nullDeviation: Double, p: Double)? {
    guard case .array(let row)? = value("tableS2", row: encoder) else { return nil }
    let numbers = row.compactMap(\.number)
    return numbers.count == 4 ? (numbers[0], numbers[1], numbers[2], numbers[3]) : nil
  }

  /// Table S2: all encoders of the paper.
  public var tableS2Encoders: [String] {
    (tables["tableS2"]?.members["rows"]?.members ?? [:]).keys.sortedByCodePoint()
  }

  private func value(_ table: String, row: String) -> JSONValue? {
    tables[table]?.members["rows"]?.members.first { Self.matches($0.key, row) }?.value
  }

  /// Names match if their letters and digits do, whatever the case: `ESD-ZH` is `esd_zh`; for an encoder the name of
  /// the paper's checkpoint counts as well.
  static func matches(_ published: String, _ name: String) -> Bool {
    let own = folded(name)
    return folded(published) == own || checkpoints[folded(published)] == own
  }

  private static let checkpoints = ["hubert": "hubertbasels960", "wavlm": "wavlmbase"]

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

extension JSONValue {
  fileprivate var members: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }

  fileprivate var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
