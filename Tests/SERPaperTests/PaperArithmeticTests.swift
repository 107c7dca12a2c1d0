// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERPaper
import SERStats
import TestSupport
import Testing

@Suite("The paper's arithmetic") struct PaperArithmeticTests {
  static let audit = Result { try PaperArithmetic().audit() }

  private func audit() throws -> PaperArithmetic.Audit { try Self.audit.get() }

  // MARK: Statements

  @Test("judges all 249 statements, and says why where it cannot") func statements() throws {
    let claims = try audit().claims
    #expect(claims.count == 249 && Set(claims.map(\.id)).count == 249)
    for claim in claims where claim.verdict == .notCheckable { #expect(!claim.reason.isEmpty, "\(claim.id)") }
    for claim in claims { #expect(!claim.reason.contains("no rule is known"), "\(claim.id)") }
  }

  @Test("agrees with a reading of its own, or gives a reason") func agreement() throws {
    let claims = Dictionary(uniqueKeysWithValues: try audit().claims.map { ($0.id, $0) })
    let data = try Data(contentsOf: URL(filePath: Fixtures.path("paper-verdicts.json")))
    let expected = try JSONDecoder().decode([String: [String]].self, from: data)
    #expect(expected.values.reduce(0) { $0 + $1.count } == 179)
    for (family, ids) in expected {
      for id in ids {
        let claim = try #require(claims[id], "\(id)")
        switch family {
        case "reproduces": #expect(claim.verdict == .reproduces, "\(id)")
        case "loose": #expect(claim.verdict == .reproduces && claim.reason.contains("loose"), "\(id)")
        case "within rounding": #expect(claim.verdict == .withinRounding && !claim.reason.isEmpty, "\(id)")
        case "does not reproduce":
          #expect(claim.verdict == .doesNotReproduce && !claim.reason.isEmpty, "\(id)")
        case "possible":
          #expect(claim.verdict == .notCheckable && claim.reason.contains("possible"), "\(id)")
        case "not shown":
          #expect(claim.verdict == .notCheckable && claim.reason.contains("not shown"), "\(id)")
        default: #expect(claim.verdict == .notCheckable, "\(id)")
        }
      }
    }
  }

  @Test(
    "gives the numbers that the paper notes give",
    arguments: [
      ("T3-EmoDB-emotion2vec_base", "0.8865"), ("4.1-gap-range", "1.8 to 11.0"),
      ("4.1-mean-diff", "0.46 to 0.94"), ("4.1-ravdess-hubert-e2v", "0.0149"),
      ("4.2-subesco-tied", "0.228 (grid 0.192 to 0.264)"), ("4.2-cv-emodb-hubert-e2v", "t(9) = 4.37"),
      ("4.2-cv-emodb-hubert-e2v", "+0.59 (+0.55 to +0.63"), ("4.3-sigma", "own SD: 11.8 to 17.8"),
      ("4.4-seven-tenths", "0.706"), ("5-third-by-ten", "HuBERT 0.265"), ("4.5-lang-dataset", "5564/5565"),
      ("A-rank", "8 × 93 = 744"), ("S2-HuBERT-mean_rho", "1 - 102/210 = 0.5143"),
      ("S2-HuBERT-p", "0.009"), ("D-dezh-p", "0.0416"), ("B-mean", "-0.00878"),
      ("E-alpha0", "EmoDB at most 0.22"),
      ("4.4-pairs-hubert-e2v", "K0: t(11) at least 4.53"), ("F-trails-every-seed", "40 of 40"),
    ]) func numbers(id: String, text: String) throws
  {
    let claim = try #require(try audit().claims.first { $0.id == id })
    #expect(claim.recomputed.contains(text), "\(claim.recomputed)")
  }

  @Test("finds every rule between numbers kept in the paper's file") func checks() throws {
    let checks = try audit().checks
    #expect(checks.count > 500)
    for check in checks { #expect(check.holds, "\(check.id): \(check.found)") }
  }

  // MARK: Comparisons

  @Test("compares all pairs of both tables") func comparisons() throws {
    let comparisons = try audit().comparisons
    #expect(comparisons.count { $0.table == 3 } == 15 && comparisons.count { $0.table == 4 } == 9)
  }

  /// Paper notes C2.
  @Test(
    "gives p as printed, corrected, by sign flip and for equivalence",
    arguments: [
      (3, "EmoDB", "HuBERT", "emotion2vec_base", [0.0047, 0.0520, 0.0625, 0.960, 0.837, 0.0468]),
      (3, "RAVDESS", "HuBERT", "WavLM", [0.514, 0.755, 0.6250, 0.224, 0.357, 1.000]),
      (3, "SUBESCO", "WavLM", "emotion2vec_base", [0.277, 0.578, 0.3125, 0.442, 0.472, 1.000]),
      (4, "RAVDESS", "HuBERT", "emotion2vec_base", [0.0015, 0.0226, 0.0625, 0.999, 0.981, 0.0137]),
      (4, "SUBESCO", "HuBERT", "emotion2vec_base", [0.449, 0.707, 0.6250, 0.0171, 0.102, 1.000]),
    ]) func corrected(table: Int, dataset: String, a: String, b: String, expected: [Double]) throws
  {
    let reading = try #require(
      try audit().comparisons.first {
        $0.table == table && $0.dataset == dataset && $0.a == a && $0.b == b
      })
    let found = [
      reading.p, reading.pCorrected, reading.pSignFlip, reading.pEquivalence, reading.pEquivalenceCorrected,
      reading.pHolm,
    ]
    for (value, printed) in zip(found, expected) {
      let value = try #require(value)
      // The notes print three decimals, or four below a tenth.
      #expect(abs(value - printed) <= (printed < 0.1 ? 0.00005 : 0.0005) + 1e-9)
    }
  }

  @Test("holds every p that unrounded accuracies give between its bounds, and comes near both") func bounds()
    throws
  {
    let table = PublishedPath("tables", "tableS3", "rows")["CREMA-D"]
    func scores(_ model: String) throws -> [Double] {
      try (0..<5).map { try #require(PublishedFile.paper.number(at: table[model][$0])) }
    }
    let (a, b) = (try scores("HuBERT"), try scores("WavLM"))
    let reading = try #require(
      try audit().comparisons.first { $0.dataset == "CREMA-D" && $0.a == "HuBERT" && $0.b == "WavLM" })
    var generator = RandomStream(seed: 20_260_505)["rounding"]
    var (least, most) = (1.0, 0.0)
    for draw in 0..<20_000 {
      // Half of the draws are at corners, where one of the extremes is.
      func jitter(_ values: [Double]) -> [Double] {
        values.map { value in
          let share = generator.uniform()
          return value + (draw % 2 == 0 ? (share < 0.5 ? -0.0005 : 0.0005) : (share - 0.5) * 0.001)
        }
      }
      let p = try PairedTTest(jitter(a), jitter(b)).pValue
      #expect(p >= reading.pLow - 1e-9 && p <= reading.pHigh + 1e-9)
      (least, most) = (min(least, p), max(most, p))
    }
    #expect(least - reading.pLow < 0.03 && reading.pHigh - most < 0.01)
  }

  // MARK: Another file

  @Test("changes a verdict with the number that decides it, and not by the statement's name") func computed()
    throws
  {
    func verdict(_ id: String, _ path: PublishedPath, _ value: Double) throws -> Verdict? {
      try PaperArithmetic(PublishedFile.paper.replacing(path, with: value)).audit().claims
        .first { $0.id == id }?.verdict
    }
    let wavLM = PublishedPath("tables", "tableS1", "rows")["WavLM"][1]
    #expect(try verdict("B-within-3", wavLM, -0.032) == .doesNotReproduce)
    #expect(try verdict("B-within-3", wavLM, -0.021) == .reproduces)
    let threshold = PublishedPath("tables", "table8", "rows")["WavLM"][4]
    #expect(try verdict("A-threshold", threshold, 0.055) == .reproduces)
    #expect(
      try verdict("T3-EmoDB-HuBERT", PublishedPath("tables", "table3", "rows")["EmoDB"][0], 0.921)
        == .doesNotReproduce)
  }

  @Test(
    "changes a verdict with each thing that a sentence says",
    arguments: [
      // The specialist overtakes on Mandarin: no longer the same ranking as on Thai.
      (
        "4.3-order", PublishedPath("tables", "tableS3", "rows")["ESD-ZH"]["emotion2vec_base"],
        [0.95, 0.95, 0.95, 0.95, 0.95]
      ),
      // A pair below the mean over pairs is not the highest.
      ("D-dezh", PublishedPath("statements", "D-dezh", "published"), [0.03, 0.83, 1]),
      // Further apart at K = 100 than at K = 50.
      ("4.4-converge", PublishedPath("tables", "table7", "rows")["HuBERT"], [0.565, 0.667, 0.752, 0.9]),
      (
        "1-line4-gap", PublishedPath("tables", "table7", "rows")["emotion2vec_base"],
        [0.39, 0.53, 0.62, 0.37]
      ),
      (
        "1-match-or-outperform", PublishedPath("tables", "table6", "rows")["emotion2vec_base"], [0.95, 0.003]
      ),
      (
        "4.2-not-load-bearing", PublishedPath("tables", "tableS1", "rows")["emotion2vec_base"],
        [0.5, -0.018, -0.004]
      ),
    ]) func sensitive(id: String, path: PublishedPath, values: [Double]) throws
  {
    var file = PublishedFile.paper
    #expect(try #require(try audit().claims.first { $0.id == id }).verdict != .doesNotReproduce)
    for (index, value) in values.enumerated() { file = file.replacing(path[index], with: value) }
    let after = try PaperArithmetic(file).audit()
    let claim = try #require(after.claims.first { $0.id == id })
    #expect(claim.verdict == .doesNotReproduce && !claim.reason.isEmpty, "\(claim)")
  }

  @Test("excludes a largest layer weight below an even share, and shows one above a half") func argmax()
    throws
  {
    func claim(_ corpus: String, _ weight: Double) throws -> Claim {
      let path = PublishedPath("figures", "figureS1", "alpha0_emotion2vec")[corpus]
      let file = PublishedFile.paper.replacing(path, with: weight)
      return try #require(try PaperArithmetic(file).audit().claims.first { $0.id == "E-argmax-e2v" })
    }
    #expect(try claim("EmoDB", 0.14).recomputed.contains("SUBESCO"))
    #expect(try claim("EmoDB", 0.05).verdict == .doesNotReproduce)
    #expect(try claim("EmoDB", 0.6).recomputed.contains("EmoDB, SUBESCO"))
  }

  @Test(
    "breaks a rule where bold is not best, or a head's difference is no share of what a seed tests",
    arguments: [
      ("bold in Table 5", PublishedPath("tables", "table5", "rows")["EmoDB"]["mean"][2], 0.99),
      ("bold in Table 6", PublishedPath("tables", "table6", "rows")["HuBERT"][0], 0.9),
      ("heads on EmoDB", PublishedPath("tables", "tableS1", "rows")["WavLM"][0], -0.006),
    ]) func rules(id: String, path: PublishedPath, value: Double) throws
  {
    let checks = try PaperArithmetic(PublishedFile.paper.replacing(path, with: value)).audit().checks
    #expect(try #require(checks.first { $0.id == id }).holds == false)
  }

  @Test("gives no t where two models have the same scores, and goes on") func sameScores() throws {
    var file = PublishedFile.paper
    let row = PublishedPath("tables", "tableS3", "rows")["EmoDB"]
    for seed in 0..<5 {
      file = file.replacing(row["WavLM"][seed], with: try #require(file.number(at: row["HuBERT"][seed])))
    }
    let audit = try PaperArithmetic(file).audit()
    let comparison = try #require(
      audit.comparisons.first { $0.dataset == "EmoDB" && $0.a == "HuBERT" && $0.b == "WavLM" })
    #expect(comparison.difference == 0 && comparison.ahead == 0 && comparison.behind == 0)
    #expect(comparison.t == nil && comparison.p == nil && comparison.pCorrected == nil)
    #expect(comparison.pEquivalence == nil && comparison.halfInterval == nil)
    #expect(comparison.pSignFlip == 1)
  }

  @Test("refuses a table of one seed: a single score does not vary") func oneSeed() throws {
    let file = try ArithmeticFixtures.paper { text in
      let tables = text.split(separator: "\"tableS3\": {", maxSplits: 1)
      return tables[0] + "\"tableS3\": {"
        + tables[1].replacing(/"seeds": \[[^\]]*\]/, with: "\"seeds\": [20260505]", maxReplacements: 1)
    }
    do {
      _ = try PaperArithmetic(file).audit()
      Issue.record("nothing was thrown")
    } catch let error as PublishedFileError {
      #expect("\(error)" == "altered.json has 1 entries at tables.tableS3.seeds; 2 are needed there")
    }
  }

  @Test("keeps a statement that it does not know as not checkable") func unknown() throws {
    let text =
      #"{"id":"new","section":"9","kind":"song","statement":"la","published":null,"relation":"claim"}"#
    let file = try ArithmeticFixtures.paper {
      $0.replacing("\"statements\": [", with: "\"statements\": [\(text),")
    }
    let claim = try #require(try PaperArithmetic(file).audit().claims.first)
    #expect(claim.id == "new" && claim.verdict == .notCheckable && claim.reason.contains("'song'"))
  }

  @Test(
    "names what is missing or malformed in another file",
    arguments: [
      ("\"table3\"", "\"tableIII\"", "tables.table3"), ("\"tableS4\": {", "\"S4\": {", "tables.tableS4"),
      ("\"statements\": [", "\"sentences\": [", "statements"), ("\"derived\": {", "\"more\": {", "derived"),
      ("\"relation\": \"count\"", "\"relation\": \"near\"", "near"),
      ("\"id\": \"abs-pairs-12\"", "\"id\": \"abs-rank-last-5\"", "abs-rank-last-5"),
      ("{", "[", "JSON"), ("\"n_seeds\"", "\"seeds_n\"", "protocol.n_seeds"),
    ]) func malformed(old: String, new: String, part: String) throws
  {
    do {
      let file = try ArithmeticFixtures.paper { text in
        guard let range = text.range(of: old) else { return "" }
        return text.replacingCharacters(in: range, with: new)
      }
      _ = try PaperArithmetic(file).audit()
      Issue.record("nothing was thrown")
    } catch let error as PublishedFileError {
      #expect("\(error)".contains(part) && "\(error)".contains("altered.json"), "\(error)")
    }
  }

  @Test(
    "takes any number for a number: it never ends the program",
    arguments: [-1e300, -1, 0, 1e-300, 1e18, 1e300])
  func extremes(value: Double) throws {
    let paths = PublishedFile.paper.numberPaths.filter { $0.description.hasPrefix("derived.perm") == false }
    for path in paths.enumerated().filter({ $0.offset % 61 == 0 }).map(\.element) {
      do {
        let audit = try PaperArithmetic(PublishedFile.paper.replacing(path, with: value)).audit()
        #expect(audit.claims.count == 249, "\(path)")
      } catch is PublishedFileError {
        continue
      }
    }
  }
}

/// Files for the tests of the arithmetic.
enum ArithmeticFixtures {
  /// The library's file, edited as text.
  static func paper(_ edit: (String) -> String) throws -> PublishedFile {
    let text = try Fixtures.text(Fixtures.root + "/Sources/SERAudit/Published/published.json")
    return try PublishedFile(name: "altered.json", bytes: Array(edit(text).utf8))
  }
}
