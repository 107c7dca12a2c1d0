// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A corpus") struct CorpusTests {
  static func corpus(_ text: String, in folder: ScratchFolder) throws -> Corpus {
    try Corpus(name: "x", path: folder.put(Array(text.utf8), as: "utterances.csv"))
  }

  @Test("finds its columns by name, and knows nothing from empty fields") func columns() throws {
    let folder = try ScratchFolder()
    let corpus = try Self.corpus(
      """
      emotion,mood,seconds,speaker,id,language,sentence,sex,loudness,path,recording,agreement
      sad,low,1.25,03,u1,de,a01,f,-23.5,u1.flac,r1,0.8
      joy,,,04,u2,,,,,,,

      """, in: folder)
    var first = Utterance(id: "u1", speaker: "03", emotion: "sad")
    (first.language, first.sentence, first.sex, first.path, first.recording) = (
      "de", "a01", "f", "u1.flac", "r1"
    )
    (first.seconds, first.loudness, first.agreement) = (1.25, -23.5, 0.8)
    first.other = ["mood": "low"]
    #expect(corpus.utterances == [first, Utterance(id: "u2", speaker: "04", emotion: "joy")])
    #expect(corpus.name == "x" && corpus.path == folder.file("utterances.csv"))
    #expect(try Fixtures.recoded(corpus.utterances) == corpus.utterances)
  }

  @Test("is identified by its ids in their order, and by nothing else") func digest() throws {
    let folder = try ScratchFolder()
    let corpus = try Self.corpus("id,speaker,emotion\nu1,a,sad\nu2,b,joy\n", in: folder)
    #expect(corpus.idsSHA256 == SHA256.hex("u1\nu2\n"))
    let same = try Self.corpus("speaker,emotion,id\r\nz,joy,u1\r\nz,joy,u2\r\n", in: folder)
    #expect(same.idsSHA256 == corpus.idsSHA256)
    let sorted = try Self.corpus("id,speaker,emotion\nu2,b,joy\nu1,a,sad\n", in: folder)
    #expect(sorted.idsSHA256 != corpus.idsSHA256)
  }

  @Test("has class numbers under a taxonomy, none where an emotion is left out") func classNumbers() throws {
    let corpus = try Self.corpus(
      "id,speaker,emotion\nu1,a,sad\nu2,b,joy\nu3,b,boredom\nu4,a,sad\n", in: ScratchFolder())
    let taxonomy = Taxonomy(name: "two", classes: ["joy", "sad"], excluded: ["boredom"])
    #expect(try corpus.classNumbers(under: taxonomy) == [1, 0, nil, 1])
  }

  @Test("names the first utterance whose emotion a taxonomy does not know") func unknownEmotion() throws {
    let corpus = try Self.corpus(
      "id,speaker,emotion\nu1,a,sad\nu2,b,boredom\nu3,b,joy\n", in: ScratchFolder())
    let taxonomy = Taxonomy(name: "one", classes: ["sad"])
    let reason = TaxonomyError.unknownLabel("boredom", taxonomy: "one", known: ["sad"])
    #expect(throws: FeatureStoreError.label(path: corpus.path, utterance: "u2", error: reason)) {
      try corpus.classNumbers(under: taxonomy)
    }
  }

  @Test("has the digest that EmoDB's features were made for") func emodb() throws {
    let corpus = try FeatureStore(path: Fixtures.data).corpus("emodb")
    #expect(corpus.utterances.count == 535)
    #expect(corpus.idsSHA256 == "fc1a73ccd55c8d705208edb62ca68d0cd90bcbf95d5ac18aea4d2689b7d6d7f1")
    #expect(corpus.utterances[0].seconds == 1.898 && corpus.utterances[0].sex == "m")
  }

  /// Bad tables, the error for a path, and what its sentence says after the path.
  static let bad: [(text: String, error: @Sendable (String) -> CorpusError, sentence: String)] = [
    (
      "", { .table(.empty(file: $0)) }, " is empty; its first line must name the columns"
    ),
    (
      "id,speaker,emotion\n", { .noUtterances(path: $0) },
      " has a header but no utterance; add one row an utterance"
    ),
    (
      "id,speaker_id,emotion\nu,a,sad\n",
      { .table(.missingColumn(file: $0, column: "speaker", columns: ["id", "speaker_id", "emotion"])) },
      " has no column \"speaker\"; did you mean \"speaker_id\"?"
    ),
    (
      "id,speaker,emotion\nu,a,sad\nv,a\n",
      { .table(.wrongFieldCount(file: $0, line: 3, expected: 3, found: 2)) },
      ", line 3: 2 field(s), but the header has 3; add what is missing, delete an empty line, or put a field that "
        + "holds a comma in quotes"
    ),
    // A field of two lines moves every later line.
    (
      "id,speaker,emotion,note\nu,a,sad,\"x\ny\"\nv,a,sad,\nu,b,joy,\n",
      { .duplicateID(path: $0, id: "u", firstLine: 2, line: 5) },
      ", line 5, column 'id': 'u' stands on line 2 already; ids must be unique in a corpus"
    ),
    (
      "id,speaker,emotion\nu,a,sad\n,a,sad\n", { .emptyField(path: $0, line: 3, column: "id") },
      ", line 3, column 'id': empty, but every utterance needs one"
    ),
    (
      "id,speaker,emotion\nu,,sad\n", { .emptyField(path: $0, line: 2, column: "speaker") },
      ", line 2, column 'speaker': empty, but every utterance needs one"
    ),
    (
      "emotion,id,speaker\nsad,u,a\nsad,v,b\n,w,c\n", { .emptyField(path: $0, line: 4, column: "emotion") },
      ", line 4, column 'emotion': empty, but every utterance needs one"
    ),
    (
      "id,speaker,emotion,seconds\nu,a,sad,\nv,a,sad,1.5s\n",
      { .notANumber(path: $0, line: 3, column: "seconds", value: "1.5s") },
      ", line 3, column 'seconds': '1.5s' is not a finite number; leave it empty if unknown"
    ),
    (
      "id,speaker,emotion,loudness\nu,a,sad,-inf\n",
      { .notANumber(path: $0, line: 2, column: "loudness", value: "-inf") },
      ", line 2, column 'loudness': '-inf' is not a finite number; leave it empty if unknown"
    ),
    (
      "id,speaker,emotion,agreement\nu,a,sad,nan\n",
      { .notANumber(path: $0, line: 2, column: "agreement", value: "nan") },
      ", line 2, column 'agreement': 'nan' is not a finite number; leave it empty if unknown"
    ),
    (
      "id,speaker,emotion,seconds\nu,a,sad,\"1,5\"\n",
      { .notANumber(path: $0, line: 2, column: "seconds", value: "1,5") },
      ", line 2, column 'seconds': '1,5' is not a finite number; leave it empty if unknown"
    ),
  ]

  @Test("is refused by file, line and column", arguments: 0..<bad.count) func refused(index: Int) throws {
    let folder = try ScratchFolder()
    let (text, expected, sentence) = Self.bad[index]
    let path = folder.file("utterances.csv")
    let error = #expect(throws: expected(path)) { try Self.corpus(text, in: folder) }
    #expect(error?.description == path + sentence)
  }

  @Test("is refused where there is no file") func missing() throws {
    let folder = try ScratchFolder()
    let error = #expect(throws: CorpusError.file(.notFound(path: folder.file("none.csv")))) {
      try Corpus(name: "x", path: folder.file("none.csv"))
    }
    #expect(error?.description == "\(folder.file("none.csv")): no such file; check the path")
    #expect(throws: CorpusError.file(.notAFile(path: folder.path))) {
      try Corpus(name: "x", path: folder.path)
    }
  }
}

@Suite("Code-point order") struct CodePointOrderTests {
  @Test("is Python's, not that of normalized text or of UTF-16") func python() {
    // sorted(["~", "Z", "a", "é", "e\u0301", "f", "\uff5e", "\U0001f600", "10", "9"])
    let names = ["~", "Z", "a", "é", "e\u{301}", "f", "\u{ff5e}", "\u{1f600}", "10", "9", ""]
    let sorted = ["", "10", "9", "Z", "a", "e\u{301}", "f", "~", "é", "\u{ff5e}", "\u{1f600}"]
    #expect(
      names.sortedByCodePoint().map { Array($0.unicodeScalars) } == sorted.map { Array($0.unicodeScalars) })
    #expect(names.reversed().sortedByCodePoint() == sorted)
  }
}
