// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The numbers that the paper prints, transcribed and not corrected: ``PublishedFile/paper``, table by table.
///
/// ``PublishedTable`` reads any cell; here are the rows that the library prints beside its own.
public struct PublishedNumbers: Sendable {
  /// The numbers that come with the library.
  public static let paper = PublishedNumbers()

  private init() {}

  /// The five seeds of the paper.
  ///
  /// - Source: paper, section 3.6.
  public var seeds: [UInt64] {
    guard
      case .array(let values)? = PublishedFile.paper.value(at: PublishedPath("protocol", "seeds", "value"))
    else { preconditionFailure("published.json, which is compiled in, has no seeds") }
    return values.map { value in
      guard case .number(let number) = value, let seed = UInt64(exactly: number) else {
        preconditionFailure("published.json, which is compiled in, has \(value.kindInWords) for a seed")
      }
      return seed
    }
  }

  /// Table 1: utterances, speakers and language of a corpus; `nil` if the paper does not use it.
  public func table1(corpus: String) -> (utterances: Int, speakers: Int, language: String)? {
    let table = PublishedTable("table1")
    guard let utterances = table.number(row: corpus, column: "utterances"),
      let speakers = table.number(row: corpus, column: "speakers"),
      let language = table.text(row: corpus, column: "language")
    else { return nil }
    return (Int(utterances), Int(speakers), language)
  }

  /// Table 2: layers, and hours and source of the pretraining of an encoder; `nil` if the paper does not use
  /// it.
  public func table2(encoder: String) -> (layers: Int, hours: Int, source: String)? {
    let table = PublishedTable("table2")
    guard let layers = table.number(row: encoder, column: "layers"),
      let hours = table.number(row: encoder, column: "pretraining hours"),
      let source = table.text(row: encoder, column: "corpus")
    else { return nil }
    return (Int(layers), Int(hours), source)
  }

  /// Table 2: all encoders of the paper, by name.
  public var table2Rows: [(encoder: String, layers: Int, hours: Int, source: String)] {
    PublishedTable("table2").rows.compactMap { name in
      table2(encoder: name).map { (name, $0.layers, $0.hours, $0.source) }
    }
  }

  /// Table 3: mean four-class accuracy of an encoder on a corpus, a fraction; `nil` if the paper has no such
  /// cell.
  public func table3(corpus: String, encoder: String) -> Double? {
    PublishedTable("table3").number(row: corpus, column: encoder)
  }

  /// Table 3: all encoders of the paper with their mean four-class accuracy on a corpus; empty if it does not
  /// use it.
  public func table3Row(corpus: String) -> [(model: String, accuracy: Double)] {
    PublishedTable("table3").columns.compactMap { model in
      table3(corpus: corpus, encoder: model).map { (model, $0) }
    }
  }

  /// Table S2: mean similarity, mean and SD of its null, and *p* of an encoder; `nil` if the paper has no
  /// such row.
  public func tableS2(
    encoder: String
  ) -> (meanSimilarity: Double, nullMean: Double, nullDeviation: Double, p: Double)? {
    let table = PublishedTable("tableS2")
    let numbers = ["mean_rho", "null_mean", "null_sd", "p"].compactMap {
      table.number(row: encoder, column: $0)
    }
    return numbers.count == 4 ? (numbers[0], numbers[1], numbers[2], numbers[3]) : nil
  }

  /// Table S2: all encoders of the paper.
  public var tableS2Encoders: [String] { PublishedTable("tableS2").rows }

  /// Whether a name means an encoder or corpus of the paper: ``PublishedName/matches(_:_:)``.
  static func matches(_ published: String, _ name: String) -> Bool {
    PublishedName.matches(published, name)
  }
}
