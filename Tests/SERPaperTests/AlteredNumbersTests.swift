// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERPaper
import TestSupport
import Testing

/// 200 copies of the paper's numbers with one number altered in each; the fixture says which must be found,
/// by rules of its own.
@Suite("An altered number") struct AlteredNumbersTests {
  struct Alteration: Decodable, Sendable {
    enum Part: Decodable, Sendable {
      case key(String)
      case index(Int)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let index = try? container.decode(Int.self) {
          self = .index(index)
        } else {
          self = .key(try container.decode(String.self))
        }
      }
    }

    var path: [Part]
    var old: Double
    var new: Double
    /// The rule that contradicts the new number, where one of the fixture's does.
    var rule: String?

    var place: PublishedPath {
      PublishedPath(
        path.map { part in
          switch part {
          case .key(let key): .key(key)
          case .index(let index): .index(index)
          }
        })
    }
  }

  private struct Fixture: Decodable { var alterations: [Alteration] }

  private static func alterations() throws -> [Alteration] {
    let data = try Data(contentsOf: URL(filePath: Fixtures.path("altered-numbers.json")))
    return try JSONDecoder().decode(Fixture.self, from: data).alterations
  }

  /// What an audit says, without its words.
  private struct Outcome: Equatable, Sendable {
    var verdicts: [String: Verdict] = [:]
    var broken: Set<String> = []
    var error: String?

    init(_ file: PublishedFile) {
      do {
        let audit = try PaperArithmetic(file).audit()
        verdicts = Dictionary(uniqueKeysWithValues: audit.claims.map { ($0.id, $0.verdict) })
        broken = Set(audit.checks.filter { !$0.holds }.map(\.id))
      } catch {
        self.error = "\(error)"
      }
    }

    /// Whether something is said to be wrong that was not before.
    func accuses(after before: Outcome) -> Bool {
      error != nil || !broken.isSubset(of: before.broken)
        || verdicts.contains { $0.value == .doesNotReproduce && before.verdicts[$0.key] != .doesNotReproduce }
    }
  }

  @Test("is found wherever another number or an exact rule pins it by more than rounding") func found() throws
  {
    let alterations = try Self.alterations()
    #expect(alterations.count == 200 && alterations.count { $0.rule != nil } == 151)
    let before = Outcome(.paper)
    let outcomes = parallelMap(alterations, threads: 2) {
      Outcome(PublishedFile.paper.replacing($0.place, with: $0.new))
    }
    var unnoticed: [PublishedPath] = []
    var noticed = 0
    for (alteration, outcome) in zip(alterations, outcomes) {
      #expect(PublishedFile.paper.number(at: alteration.place) == alteration.old)
      if alteration.rule != nil {
        #expect(outcome.accuses(after: before), "\(alteration.place) \(alteration.new): \(alteration.rule!)")
      }
      if outcome == before { unnoticed.append(alteration.place) } else { noticed += 1 }
    }
    #expect(noticed >= 170, "\(noticed) of 200 were noticed")

    // What nobody noticed is not said to be held exactly.
    let pins = try PaperArithmetic().sensitivities(of: unnoticed, threads: 2)
    for pin in pins { #expect(pin.level != .exact, "\(pin.path)") }
  }

  @Test("of a number that nothing pins is named as such") func free() throws {
    let free = ["batch_size_thai", "epochs_few_shot", "sampling_rate_hz"].map {
      PublishedPath("protocol", $0, "value")
    }
    let held = PublishedPath("tables", "table3", "rows")["EmoDB"][0]
    let pins = try PaperArithmetic().sensitivities(of: free + [held])
    #expect(pins.prefix(3).allSatisfy { $0.level == .free && $0.detectedBy.isEmpty })
    #expect(pins[3].level == .exact && pins[3].detectedBy.contains("T3-EmoDB-HuBERT"))
  }
}
