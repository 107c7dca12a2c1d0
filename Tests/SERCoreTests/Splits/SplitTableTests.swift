// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A table of splits") struct SplitTableTests {
  static let ids = ["u1", "u2", "u3", "u4", "u5"]
  static let speakers = ["03", "03", "08", "08", "09"]

  static func read(_ rows: String, header: String = "corpus,protocol,split,id,side") throws -> SplitTable {
    try SplitTable(CSVTable(parsing: header + "\n" + rows, name: "splits.csv"))
  }

  /// Two splits of the five utterances.
  static let rows = """
    emodb,mine,a,u1,train
    emodb,mine,a,u2,train
    emodb,mine,a,u3,test
    emodb,mine,a,u4,validation
    emodb,mine,a,u5,train
    emodb,mine,b,u5,test
    emodb,mine,b,u4,test
    emodb,mine,b,u3,train
    emodb,mine,b,u2,train
    emodb,mine,b,u1,test

    """

  static func folds(
    _ table: SplitTable, ids: [String] = ids, speakers: [String]? = speakers, excluded: Set<String> = [],
    unlisted: SplitTable.Unlisted = .refused
  ) throws -> [Fold] {
    try table.folds(
      corpus: "emodb", protocolName: "mine", ids: ids, speakers: speakers, excluded: excluded,
      unlisted: unlisted)
  }

  // MARK: Refusals

  struct Malformed: Sendable, CustomTestStringConvertible {
    var rows: String, error: SplitTableError, sentence: String
    var testDescription: String { sentence }
  }

  static let malformedRows: [Malformed] = [
    .init(
      rows: "emodb,mine,a,u1,valid\n", error: .unknownSide(file: "splits.csv", line: 2, side: "valid"),
      sentence: "splits.csv, line 2, column 'side': 'valid' is none of train, validation, test; did you mean "
        + "'validation'"),
    .init(
      rows: "emodb,mine,a,u1,train\nemodb,mine,a,u2,Train\n",
      error: .unknownSide(file: "splits.csv", line: 3, side: "Train"),
      sentence:
        "splits.csv, line 3, column 'side': 'Train' is none of train, validation, test; did you mean 'train'"),
    .init(
      rows: "emodb,mine,a,u1,\n", error: .emptyField(file: "splits.csv", line: 2, column: "side"),
      sentence: "splits.csv, line 2, column 'side': empty, but every row needs one"),
    .init(
      rows: "emodb,mine,a,,test\n", error: .emptyField(file: "splits.csv", line: 2, column: "id"),
      sentence: "splits.csv, line 2, column 'id': empty, but every row needs one"),
    .init(
      rows: "emodb,mine,,u1,test\n", error: .emptyField(file: "splits.csv", line: 2, column: "split"),
      sentence: "splits.csv, line 2, column 'split': empty, but every row needs one"),
    .init(
      rows: "emodb,,a,u1,test\n", error: .emptyField(file: "splits.csv", line: 2, column: "protocol"),
      sentence: "splits.csv, line 2, column 'protocol': empty, but every row needs one"),
    .init(
      rows: ",mine,a,u1,test\n", error: .emptyField(file: "splits.csv", line: 2, column: "corpus"),
      sentence: "splits.csv, line 2, column 'corpus': empty, but every row needs one"),
    .init(
      rows: "emodb,mine,a,u1,test\nemodb,mine,a,u2,test\nemodb,mine,a,u1,test\n",
      error: .listedTwice(
        file: "splits.csv", line: 4, id: "u1", split: "a", side: .test, firstFile: "splits.csv", firstLine: 2,
        firstSide: .test),
      sentence: "splits.csv, line 4: 'u1' is on side 'test' of split 'a', but has side 'test' already "
        + "(splits.csv, line 2); keep one of the two"),
    .init(
      rows: "emodb,mine,a,u1,train\nemodb,mine,a,u1,test\n",
      error: .listedTwice(
        file: "splits.csv", line: 3, id: "u1", split: "a", side: .test, firstFile: "splits.csv", firstLine: 2,
        firstSide: .training),
      sentence: "splits.csv, line 3: 'u1' is on side 'test' of split 'a', but has side 'train' already "
        + "(splits.csv, line 2); keep one of the two"),
  ]

  @Test("refuses a malformed row, naming file and line", arguments: malformedRows)
  func malformed(given: Malformed) {
    let error = #expect(throws: given.error) { try Self.read(given.rows) }
    #expect(error?.description == given.sentence)
  }

  @Test("refuses a table without its columns, and a file that is not there", arguments: SplitTable.columns)
  func columns(missing: String) throws {
    let rest = SplitTable.columns.filter { $0 != missing }
    #expect(
      throws: SplitTableError.table(.missingColumn(file: "splits.csv", column: missing, columns: rest))
    ) { try Self.read("w,x,y,z\n", header: rest.joined(separator: ",")) }
    let folder = try ScratchFolder()
    let path = folder.file("splits.csv")
    #expect(throws: SplitTableError.table(.file(.notFound(path: path)))) { try SplitTable(path: path) }
    try folder.put([], as: "splits.csv")
    #expect(throws: SplitTableError.table(.empty(file: path))) { try SplitTable(path: path) }
  }

  @Test("refuses an id that no utterance has, unless it was left out on purpose") func unknownID() throws {
    let table = try Self.read(Self.rows + "emodb,mine,b,u05,test\n")
    let error = #expect(throws: SplitTableError.self) { try Self.folds(table) }
    #expect(
      error == .unknownID(file: "splits.csv", line: 12, id: "u05", near: ["u5"])
        && error?.description
          == "splits.csv, line 12: no utterance has the id 'u05'; did you mean 'u5'; use the ids of "
          + "utterances.csv, and name those that were left out on purpose"
    )
    let (with, without) = (try Self.folds(table, excluded: ["u05"]), try Self.folds(Self.read(Self.rows)))
    #expect(with == without)
  }

  @Test("refuses an utterance without a side, unless those may be left out") func missing() throws {
    let rows = "emodb,mine,a,u1,train\nemodb,mine,a,u3,test\n"
    let error = #expect(throws: SplitTableError.missingUtterance(file: "splits.csv", split: "a", id: "u2")) {
      try Self.folds(Self.read(rows))
    }
    #expect(
      error?.description
        == "splits.csv: split 'a' has no side for the utterance 'u2'; list it, or leave unlisted ones out on purpose"
    )
    let fold = try #require(try Self.folds(Self.read(rows), unlisted: .leftOut).first)
    #expect(fold.training == [0] && fold.test == [2] && fold.validation == [])
  }

  @Test("refuses a split that trains on nothing or tests nothing", arguments: [Side.training, .test])
  func emptySide(side: Side) throws {
    let other = side == .training ? "test" : "train"
    let rows = Self.ids.map { "emodb,mine,a,\($0),\($0 == "u3" ? "validation" : other)\n" }.joined()
    let error = #expect(throws: SplitTableError.emptySide(file: "splits.csv", split: "a", side: side)) {
      try Self.folds(Self.read(rows))
    }
    #expect(
      error?.description
        == "splits.csv: split 'a' has no utterance on side '\(side.rawValue)'; it needs one")
  }

  @Test("refuses a corpus or protocol that it does not have") func unknownSeries() throws {
    let table = try Self.read(Self.rows + "ravdess,mine,a,u1,test\n")
    for (corpus, protocolName) in [("emodb", "yours"), ("ased", "mine")] {
      let error = #expect(throws: SplitTableError.self) {
        try table.folds(corpus: corpus, protocolName: protocolName, ids: Self.ids)
      }
      #expect(
        error?.description
          == "no split of corpus '\(corpus)' and protocol '\(protocolName)'; the table has emodb/mine, "
          + "ravdess/mine")
    }
    let error = #expect(throws: SplitTableError.self) {
      try SplitTable().folds(corpus: "emodb", protocolName: "mine", ids: Self.ids)
    }
    #expect(error?.description == "no split of corpus 'emodb' and protocol 'mine'; the table has no rows")
  }

  @Test("takes ids that repeat, or other numbers of ids, for a programmer's error") func programmer() async {
    await #expect(processExitsWith: .failure) {
      _ = try SplitTableTests.folds(
        SplitTableTests.read(SplitTableTests.rows), ids: ["u1", "u1"], speakers: nil)
    }
    await #expect(processExitsWith: .failure) {
      _ = try SplitTableTests.folds(SplitTableTests.read(SplitTableTests.rows), speakers: ["03"])
    }
    await #expect(processExitsWith: .failure) {
      var table = SplitTable()
      try table.append(
        KFold(count: 2).folds(rows: 3), corpus: "emodb", protocolName: "mine", ids: ["u1", "u2"])
    }
  }

  // MARK: Reading

  @Test("gives splits in the order of the file, and rows in the order of the ids") func reading() throws {
    let folds = try Self.folds(Self.read(Self.rows))
    #expect(folds.map(\.name) == ["a", "b"])
    #expect(folds.map(\.training) == [[0, 1, 4], [1, 2]])
    #expect(folds.map(\.validation) == [[3], []])
    #expect(folds.map(\.test) == [[2], [0, 3, 4]])
    let reversed = try Self.folds(Self.read(Self.rows), ids: Self.ids.reversed(), speakers: nil)
    #expect(reversed.map(\.training) == [[0, 3, 4], [2, 3]])
  }

  @Test("says of the plan what can be seen: speakers if none is on both sides") func plans() throws {
    let table = try Self.read(Self.rows)
    let folds = try Self.folds(table)
    #expect(folds[0].plan == ResamplingPlan(unit: .speaker, scheme: .given, trainingUnits: 2, testUnits: 1))
    #expect(folds[1].plan == ResamplingPlan(unit: .utterance, scheme: .given, trainingUnits: 2, testUnits: 3))
    let blind = try Self.folds(table, speakers: nil)
    #expect(blind[0].plan == ResamplingPlan(unit: .utterance, scheme: .given, trainingUnits: 3, testUnits: 1))
  }

  @Test("keeps the splits of other corpora and protocols apart") func apart() throws {
    let rows = Self.rows + Self.rows.replacing("mine", with: "yours").replacing(",test", with: ",train")
    let table = try Self.read(rows)
    #expect(table.series.map(\.protocolName) == ["mine", "yours"])
    #expect(try Self.folds(table) == Self.folds(Self.read(Self.rows)))
  }

  @Test("finds columns by name and passes others over") func columnOrder() throws {
    let rows = "test,x,u2,a,mine,emodb\ntrain,y,u1,a,mine,emodb\n"
    let table = try Self.read(rows, header: "side,note,id,split,protocol,corpus")
    #expect(try Self.folds(table, ids: ["u1", "u2"], speakers: nil).map(\.test) == [[1]])
  }

  @Test("reads one split a file where the file has ids and sides alone") func oneSplit() throws {
    var table = SplitTable()
    for (name, rows) in [("1", "u1,train\nu2,test\n"), ("2", "u2,train\nu1,test\n")] {
      let csv = try CSVTable(parsing: "id,side\n" + rows, name: "fold\(name).csv")
      try table.append(contentsOf: SplitTable(csv, corpus: "emodb", protocolName: "mine", split: name))
    }
    #expect(try Self.folds(table, ids: ["u1", "u2"], speakers: nil).map(\.test) == [[1], [0]])
    let again = try SplitTable(
      CSVTable(parsing: "id,side\nu2,train\n", name: "again.csv"), corpus: "emodb", protocolName: "mine",
      split: "2")
    let error = #expect(throws: SplitTableError.self) { try table.append(contentsOf: again) }
    #expect(
      error?.description
        == "again.csv, line 2: 'u2' is on side 'train' of split '2', but has side 'train' already "
        + "(fold2.csv, line 2); keep one of the two")
    // The refused row changed nothing: the next one is told of the same place.
    #expect(throws: error!) { try table.append(contentsOf: again) }
    #expect(table.entries.count == 4)
  }

  // MARK: Writing

  @Test("is written in fixed columns, a side after the other") func writing() throws {
    var table = SplitTable()
    let plan = ResamplingPlan(unit: .utterance, scheme: .given, trainingUnits: 2, testUnits: 1)
    let fold = Fold(name: "a,b", training: [0, 3], validation: [1], test: [2], plan: plan)
    try table.append([fold], corpus: "emodb", protocolName: "mine", ids: Self.ids)
    #expect(
      String(decoding: table.csv.bytes, as: UTF8.self) == """
        corpus,protocol,split,id,side
        emodb,mine,"a,b",u1,train
        emodb,mine,"a,b",u4,train
        emodb,mine,"a,b",u2,validation
        emodb,mine,"a,b",u3,test

        """)
    let error = #expect(throws: SplitTableError.self) {
      try table.append([fold], corpus: "emodb", protocolName: "mine", ids: Self.ids)
    }
    #expect(error?.description.hasPrefix("the table, line 6: 'u1' is on side 'train'") == true)
  }

  @Test("reads back what was written", arguments: 0..<20 as Range<UInt64>) func roundTrip(seed: UInt64) throws
  {
    let speakers = SpeakerSplitTests.speakers(8, seed: seed)
    let ids = speakers.indices.map { "\"\($0)\", ü\n" }
    var table = SplitTable()
    let series = [
      ("random", try KFold(count: 3, shuffling: .seed(seed)).folds(rows: ids.count)),
      ("speakers", try GroupKFold(count: 4).folds(groups: speakers)),
      ("alone", try LeaveOneSpeakerOut().folds(speakers: speakers)),
      ("all", try ExhaustiveSpeakerSplits().folds(speakers: speakers)),
    ]
    for (name, folds) in series { try table.append(folds, corpus: "emodb", protocolName: name, ids: ids) }
    let folder = try ScratchFolder()
    let path = folder.file("splits.csv")
    try table.write(to: path)
    let again = try SplitTable(path: path)
    #expect(again.entries == table.entries)
    for (name, folds) in series {
      let read = try again.folds(corpus: "emodb", protocolName: name, ids: ids, speakers: speakers)
      #expect(read.map(\.name) == folds.map(\.name))
      #expect(read.map(\.training) == folds.map(\.training) && read.map(\.test) == folds.map(\.test))
      if name != "random" {
        for (a, b) in zip(read, folds) {
          #expect(
            a.plan
              == ResamplingPlan(
                unit: .speaker, scheme: .given, trainingUnits: b.plan.trainingUnits,
                testUnits: b.plan.testUnits))
        }
      }
    }
  }
}
