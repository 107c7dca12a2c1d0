// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The utterances of one corpus, in the order of its `utterances.csv`.
public struct Corpus: Sendable {
  /// Its name: the folder under `corpora/`.
  public let name: String
  /// The file that it was read from.
  public let path: String
  /// The utterances, in the order of the file.
  public let utterances: [Utterance]
  /// SHA-256 of the ids, one a line, each ended by a newline: what proves the row order of a feature file.
  public let idsSHA256: String

  /// Reads `utterances.csv`: columns found by name; id, speaker and emotion required, others optional,
  /// unknown ones kept in ``Utterance/other``; empty fields mean unknown.
  ///
  /// - Throws: ``CorpusError``, which names file, line and column.
  public init(name: String, path: String) throws(CorpusError) {
    let table: CSVTable
    do throws(CSVError) {
      table = try CSVTable(path: path)
    } catch .file(let error) {
      throw .file(error)
    } catch {
      throw .table(error)
    }
    self.name = name
    self.path = path
    utterances = try UtteranceTable(table, path: path).utterances()
    idsSHA256 = SHA256.hex(utterances.map { $0.id + "\n" }.joined())
  }
}

extension Corpus {
  /// The class number of each utterance, shape `[n]`; nil for what the taxonomy leaves out.
  ///
  /// - Throws: ``FeatureStoreError/label(path:utterance:error:)`` for the first emotion that the taxonomy
  ///   does not know.
  public func classNumbers(under taxonomy: Taxonomy) throws(FeatureStoreError) -> [Int?] {
    var numbers: [Int?] = []
    numbers.reserveCapacity(utterances.count)
    for utterance in utterances {
      do throws(TaxonomyError) {
        numbers.append(try taxonomy.classNumber(of: utterance.emotion))
      } catch {
        throw .label(path: path, utterance: utterance.id, error: error)
      }
    }
    return numbers
  }
}

/// Why a table of utterances cannot be used.
public enum CorpusError: Error, Hashable, Sendable {
  /// The file cannot be read.
  case file(FileError)
  /// The file is not a table with the required columns.
  case table(CSVError)
  /// The table has a header and nothing else.
  case noUtterances(path: String)
  /// An id occurs twice.
  case duplicateID(path: String, id: String, firstLine: Int, line: Int)
  /// A required field is empty.
  case emptyField(path: String, line: Int, column: String)
  /// A field that should be a number is none, or not a finite one.
  case notANumber(path: String, line: Int, column: String, value: String)
}

extension CorpusError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .table(let error): error.description
    case .noUtterances(let path): "\(path) has a header but no utterance; add one row an utterance"
    case .duplicateID(let path, let id, let firstLine, let line):
      "\(path), line \(line), column 'id': '\(id)' stands on line \(firstLine) already; ids must be unique in a corpus"
    case .emptyField(let path, let line, let column):
      "\(path), line \(line), column '\(column)': empty, but every utterance needs one"
    case .notANumber(let path, let line, let column, let value):
      "\(path), line \(line), column '\(column)': '\(value)' is not a finite number; leave it empty if unknown"
    }
  }
}

/// The columns of one file, on their way to utterances.
private struct UtteranceTable {
  let table: CSVTable
  let path: String

  init(_ table: CSVTable, path: String) {
    self.table = table
    self.path = path
  }

  func utterances() throws(CorpusError) -> [Utterance] {
    guard table.rowCount > 0 else { throw .noUtterances(path: path) }
    let ids = try required("id")
    let speakers = try required("speaker")
    let emotions = try required("emotion")
    var utterances: [Utterance] = []
    utterances.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      utterances.append(Utterance(id: ids[row], speaker: speakers[row], emotion: emotions[row]))
    }
    try refuseDuplicates(ids)

    for column in table.columns where !["id", "speaker", "emotion"].contains(column) {
      let values = table.optionalColumn(column) ?? []
      for row in values.indices where !values[row].isEmpty {
        switch column {
        case "language": utterances[row].language = values[row]
        case "sentence": utterances[row].sentence = values[row]
        case "sex": utterances[row].sex = values[row]
        case "path": utterances[row].path = values[row]
        case "recording": utterances[row].recording = values[row]
        case "seconds": utterances[row].seconds = try number(values[row], row, column)
        case "loudness": utterances[row].loudness = try number(values[row], row, column)
        case "agreement": utterances[row].agreement = try number(values[row], row, column)
        default: utterances[row].other[column] = values[row]
        }
      }
    }
    return utterances
  }

  private func required(_ column: String) throws(CorpusError) -> [String] {
    let values: [String]
    do { values = try table.column(column) } catch { throw .table(error) }
    for row in values.indices where values[row].isEmpty {
      throw .emptyField(path: path, line: table.line(ofRow: row), column: column)
    }
    return values
  }

  private func refuseDuplicates(_ ids: [String]) throws(CorpusError) {
    var seen: [String: Int] = [:]
    for (row, id) in ids.enumerated() {
      if let first = seen.updateValue(row, forKey: id) {
        throw .duplicateID(
          path: path, id: id, firstLine: table.line(ofRow: first), line: table.line(ofRow: row))
      }
    }
  }

  private func number(_ value: String, _ row: Int, _ column: String) throws(CorpusError) -> Double {
    guard let number = Double(value), number.isFinite else {
      throw .notANumber(path: path, line: table.line(ofRow: row), column: column, value: value)
    }
    return number
  }
}
