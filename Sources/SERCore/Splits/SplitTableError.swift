// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a file of splits cannot be used, with the file and, where it has lines, the line.
public enum SplitTableError: Error, Hashable, Sendable {
  /// A manifest cannot be read.
  case file(FileError)
  /// The file cannot be read, or is not a table with the columns needed.
  case table(CSVError)
  /// A line, or a whole file, is not the JSON expected.
  case badJSON(file: String, line: Int?, reason: String)
  /// A field is empty that every row needs.
  case emptyField(file: String, line: Int, column: String)
  /// A side that does not exist.
  case unknownSide(file: String, line: Int, side: String)
  /// An utterance has two entries in one split.
  case listedTwice(
    file: String, line: Int?, id: String, split: String, side: Side, firstFile: String, firstLine: Int?,
    firstSide: Side)
  /// An id that no utterance has.
  case unknownID(file: String, line: Int?, id: String, near: [String])
  /// An utterance is on no side of a split.
  case missingUtterance(file: String, split: String, id: String)
  /// Nothing to train on, or nothing to test.
  case emptySide(file: String, split: String, side: Side)
  /// The table has no splits of this corpus and protocol; `known` are those it has, as corpus/protocol.
  case unknownSeries(corpus: String, protocolName: String, known: [String])
  /// The folder has no folder `fold_1`.
  case noFolds(folder: String)
  /// A fold, or the training or test part of one, is missing.
  case missingManifest(path: String)
}

extension SplitTableError: CustomStringConvertible {
  /// A sentence that names the place and says what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .table(let error): error.description
    case .badJSON(let file, let line, let reason): "\(Self.place(file, line)): \(reason)"
    case .emptyField(let file, let line, let column):
      "\(file), line \(line), column '\(column)': empty, but every row needs one"
    case .unknownSide(let file, let line, let side):
      "\(file), line \(line), column 'side': '\(side)' is none of \(Self.sides.joined(separator: ", "))"
        + NearNames.sentence(for: side, among: Self.sides)
    case .listedTwice(
      let file, let line, let id, let split, let side, let firstFile, let firstLine, let firstSide):
      "\(Self.place(file, line)): '\(id)' is on side '\(side.rawValue)' of split '\(split)', but has side "
        + "'\(firstSide.rawValue)' already (\(Self.place(firstFile, firstLine))); keep one of the two"
    case .unknownID(let file, let line, let id, let near):
      "\(Self.place(file, line)): no utterance has the id '\(id)'"
        + (near.isEmpty ? "" : "; did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))")
        + "; use the ids of utterances.csv, and name those that were left out on purpose"
    case .missingUtterance(let file, let split, let id):
      "\(file): split '\(split)' has no side for the utterance '\(id)'; list it, or leave unlisted ones out on purpose"
    case .emptySide(let file, let split, let side):
      "\(file): split '\(split)' has no utterance on side '\(side.rawValue)'; it needs one"
    case .unknownSeries(let corpus, let protocolName, let known):
      "no split of corpus '\(corpus)' and protocol '\(protocolName)'"
        + (known.isEmpty ? "; the table has no rows" : "; the table has \(known.joined(separator: ", "))")
    case .noFolds(let folder):
      "\(folder) has no folder fold_1; name EmoBox' folder 'data' and a corpus in it"
    case .missingManifest(let path):
      "\(path) is missing; restore it, since a fold less or half a fold is another experiment"
    }
  }

  private static let sides = Side.allCases.map(\.rawValue)

  private static func place(_ file: String, _ line: Int?) -> String {
    line.map { "\(file), line \($0)" } ?? file
  }
}
