// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A standardizer") struct StandardizerTests {
  /// Sums of some hundred doubles, each rounded to 1.1e-16 of values of about 4.
  static let tolerance = 1e-12

  struct Reference: Decodable {
    let speakers: [String], rows: Int, chosen: [Int], means: [Double], deviations: [Double]
  }

  @Test(
    "gives mean 0 and sample deviation 1 on the rows that it was fitted on", arguments: ArrayFixtures.shapes)
  func moments(n: Int, states: Int, dimension: Int) {
    let all = ArrayFixtures.states(n + 9, states, dimension)
    let rows = Array(stride(from: 0, to: n + 9, by: 2))
    let standardizer = Standardizer(fitting: all, rows: rows)
    let z = rows.map { standardizer.standardized(all.row($0)).map(Double.init) }
    let single = 1e-6  // z is rounded to Float
    for i in 0..<min(all.rowLength, 50) {
      let mean = z.reduce(0) { $0 + $1[i] } / Double(rows.count)
      let squares = z.reduce(0) { $0 + ($1[i] - mean) * ($1[i] - mean) }
      #expect(abs(mean) < single && abs(squares / Double(rows.count - 1) - 1) < 4 * single)
    }
  }

  @Test("divides by n - 1, not n") func workedExample() {
    // Columns 1, 2, 4; 5, 5, 5; and 1, 2, 4 eights above 1e8, where one pass without a shift loses every
    // digit.
    let states = HiddenStates([1, 5, 1e8 + 8, 2, 5, 1e8 + 16, 4, 5, 1e8 + 32], states: 1, dimension: 3)
    let standardizer = Standardizer(fitting: states, rows: [0, 1, 2])
    let deviation = (7.0 / 3).squareRoot()
    #expect(abs(standardizer.means[0] - 7.0 / 3) < 1e-15 && standardizer.means[1] == 5)
    #expect(abs(standardizer.means[2] - (1e8 + 56.0 / 3)) < 1e-7)
    #expect(abs(standardizer.deviations[0] - deviation) < 1e-15)
    #expect(abs(standardizer.deviations[2] - 8 * deviation) < 1e-13)
    // scikit-learn's StandardScaler divides by n: 1.247219128924647 for the same column.
    #expect(abs(standardizer.deviations[0] - 1.247219128924647 * 1.5.squareRoot()) < 1e-15)
    let z = standardizer.standardized(states.row(2))
    #expect(abs(z[0] - Float((4 - 7.0 / 3) / deviation)) < 1e-6 && z[1] == 0)
  }

  @Test(
    "leaves a constant dimension at 0, whatever the constant",
    arguments: [0, 1, -0.1, 1e-30, 3.3e38] as [Float])
  func constant(value: Float) {
    let states = HiddenStates(Array(repeating: value, count: 14), states: 1, dimension: 2)
    let standardizer = Standardizer(fitting: states, rows: Array(0..<7))
    #expect(standardizer.deviations == [1e-6, 1e-6] && Standardizer.floor == 1e-6)
    #expect(standardizer.standardized(states.row(3)) == [0, 0])
  }

  @Test("divides by no less than its floor") func floor() {
    let states = HiddenStates([0, 0, 2e-9, 4e-6], states: 1, dimension: 2)
    let standardizer = Standardizer(fitting: states, rows: [0, 1])
    #expect(standardizer.deviations[0] == 1e-6)
    #expect(abs(standardizer.deviations[1] - 4e-6 / 2.0.squareRoot()) < 1e-12)
  }

  @Test("depends on the rows that it is fitted on and on no other") func leak() {
    var values = ArrayFixtures.floats(10 * 6, seed: 5)
    let before = Standardizer(fitting: HiddenStates(values, states: 2, dimension: 3), rows: [0, 1, 2, 3])
    values[4 * 6] = 1000  // not fitted
    #expect(
      Standardizer(fitting: HiddenStates(values, states: 2, dimension: 3), rows: [0, 1, 2, 3]) == before)
    values[3 * 6] = 1000  // fitted
    #expect(
      Standardizer(fitting: HiddenStates(values, states: 2, dimension: 3), rows: [0, 1, 2, 3]) != before)
  }

  @Test("keeps the rows as proof") func proof() {
    let states = ArrayFixtures.states(8, 1, 2)
    let standardizer = Standardizer(fitting: states, rows: [6, 1, 4])
    #expect(standardizer.fittedRows.identities == [1, 4, 6].map(RowIdentity.init(rowNumber:)))
    #expect(standardizer.fittedRows.shared(with: [0, 2, 3, 5, 7].map { states.identities[$0] }).isEmpty)
    #expect(
      standardizer.fittedRows.shared(with: [3, 4].map { states.identities[$0] }) == [states.identities[4]])
  }

  @Test("is the same for halves as for the same values in single precision") func halves() throws {
    let folder = try ScratchFolder()
    let halves = ArrayFixtures.halves(9 * 3 * 5, seed: 8)
    try NPYWriter.write(halfPrecision: halves, shape: [9, 3, 5], to: folder.file("x.npy"))
    let half = try HiddenStates(npy: folder.file("x.npy"))
    let single = HiddenStates(halves.map(HalfPrecision.float), states: 3, dimension: 5)
    let rows = [0, 2, 3, 7, 8]
    #expect(Standardizer(fitting: half, rows: rows) == Standardizer(fitting: single, rows: rows))
    let view = Standardizer(fitting: half.selecting(state: 1), rows: rows)
    #expect(view.means == Array(Standardizer(fitting: single, rows: rows).means[5..<10]))
  }

  @Test("agrees with NumPy on EmoDB's training side of the first published split") func parity() throws {
    let reference: Reference = try Fixtures.json("standardizer.json")
    let store = try FeatureStore(path: Fixtures.data)
    let corpus = try store.corpus("emodb")
    let states = try store.hiddenStates(encoder: "whisper-tiny", corpus: corpus).states
    let split = try SpeakerSplit(speakers: corpus.utterances.map(\.speaker), seed: 20_260_505)
    #expect(split.trainingSpeakers == reference.speakers && split.training.count == reference.rows)
    let standardizer = Standardizer(fitting: states, rows: split.training)
    for (i, place) in reference.chosen.enumerated() {
      #expect(abs(standardizer.means[place] - reference.means[i]) < Self.tolerance)
      #expect(abs(standardizer.deviations[place] - reference.deviations[i]) < Self.tolerance)
    }
  }

  @Test("may leave values as they are") func identity() {
    let states = ArrayFixtures.states(3, 2, 4)
    let standardizer = Standardizer(identityFor: states)
    for row in ArrayFixtures.rows(states) { #expect(standardizer.standardized(row) == row) }
    #expect(standardizer.fittedRows.identities.isEmpty)
  }

  @Test("survives being written and read") func coding() throws {
    let standardizer = Standardizer(fitting: ArrayFixtures.states(5, 2, 3), rows: [0, 1, 4])
    #expect(try Fixtures.recoded(standardizer) == standardizer)
  }

  @Test(
    "refuses a shape that does not fit, and deviations that cannot be divided by",
    arguments: [
      #"{"states":1,"dimension":2,"means":[0],"deviations":[1,1],"fittedRows":{"identities":[]}}"#,
      #"{"states":1,"dimension":2,"means":[0,0],"deviations":[1],"fittedRows":{"identities":[]}}"#,
      #"{"states":-1,"dimension":-2,"means":[0,0],"deviations":[1,1],"fittedRows":{"identities":[]}}"#,
      #"{"states":4294967296,"dimension":4294967296,"means":[],"deviations":[],"fittedRows":{"identities":[]}}"#,
      #"{"states":1,"dimension":2,"means":[0,0],"deviations":[1,0],"fittedRows":{"identities":[]}}"#,
    ])
  func lies(text: String) {
    #expect(throws: DecodingError.self) { try Fixtures.decode(Standardizer.self, text) }
  }

  @Test("takes a single row, and a row of another shape, for a programmer's error") func preconditions() async
  {
    await #expect(processExitsWith: .failure) {
      _ = Standardizer(fitting: HiddenStates([1, 2], states: 1, dimension: 1), rows: [0])
    }
    await #expect(processExitsWith: .failure) {
      _ = Standardizer(identityFor: HiddenStates([1, 2], states: 1, dimension: 1)).standardized([1, 2])
    }
  }
}
