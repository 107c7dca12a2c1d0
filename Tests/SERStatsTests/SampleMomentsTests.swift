// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERStats
import Testing

@Suite("Sample moments") struct SampleMomentsTests {
  @Test("are those worked out by hand") func byHand() throws {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, so s = sqrt(32/7).
    let values = [2.0, 4, 4, 4, 5, 5, 7, 9]
    #expect(try mean(values) == 5)
    #expect(relativeError(try sampleStandardDeviation(values), (32.0 / 7).squareRoot()) < 1e-15)
    #expect(try mean([3]) == 3)
  }

  @Test("keep their digits far from zero") func shift() throws {
    // One pass over squares would give 0 or garbage: the squares are 1e24 and the answer is 30 (NIST's NumAcc
    // idea).
    let values = [4.0, 7, 13, 16].map { $0 + 1e12 }
    #expect(relativeError(try sampleStandardDeviation(values), 30.0.squareRoot()) < 1e-14)
    #expect(try mean(values) == 1e12 + 10)
  }

  @Test("scale with the unit, from 1e-300 to 1e300", arguments: [1e-300, 1e-160, 1, 1e160, 1e299])
  func scale(unit: Double) throws {
    let values = [1.0, 2, 3, 4, 9]
    let deviation = try sampleStandardDeviation(values.map { $0 * unit })
    #expect(relativeError(deviation, try sampleStandardDeviation(values) * unit) < 1e-14)
    #expect(relativeError(try mean(values.map { $0 * unit }), 3.8 * unit) < 1e-14)
  }

  @Test("have no spread where all values are equal") func constant() throws {
    #expect(try sampleStandardDeviation([0.1, 0.1, 0.1]) == 0)
    #expect(try sampleStandardDeviation([0, 0]) == 0)
  }

  @Test("are refused for too few or impossible values, and say which") func refusals() {
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 1)) { try mean([]) }
    #expect(throws: StatisticsError.tooFewPairs(found: 1, needed: 2)) { try sampleStandardDeviation([1]) }
    #expect(throws: StatisticsError.notFinite(index: 1)) { try mean([1, .nan]) }
    #expect(throws: StatisticsError.notFinite(index: 0)) { try mean([-.infinity, 1]) }
    #expect(throws: StatisticsError.notFinite(index: 2)) { try sampleStandardDeviation([1, 2, 1.5e308]) }
  }
}
