// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERPaper
import Testing

@Suite("The GRIM test") struct GRIMTests {
  /// Brown and Heathers' own example is a mean of 5.19 from 28 whole numbers: its fraction is no share of 28.
  @Test("finds Brown and Heathers' example inconsistent, and its neighbors not") func published() {
    #expect(GRIM.shares(of: 28, printedAs: 0.19, half: 0.005).isEmpty)
    #expect(GRIM.shares(of: 28, printedAs: 0.18, half: 0.005) == [5.0 / 28])
    #expect(GRIM.shares(of: 28, printedAs: 0.21, half: 0.005) == [6.0 / 28])
  }

  @Test(
    "finds every share again that was rounded to three digits, among few",
    arguments: [1, 7, 138, 268, 672, 999])
  func again(n: Int) {
    for k in 0...n {
      let share = Double(k) / Double(n)
      let printed = (share * 1000).rounded() / 1000
      let found = GRIM.shares(of: n, printedAs: printed, half: 0.0005)
      #expect(found.contains(share), "\(k)/\(n)")
      // Shares are 1/n apart, so an interval of 0.001 holds at most n/1000 + 1 of them.
      #expect(found.count <= n / 1000 + 1, "\(k)/\(n)")
    }
  }

  @Test("finds no share outside 0 to 1, and none of nothing") func none() {
    #expect(GRIM.shares(of: 10, printedAs: 1.1, half: 0.05).isEmpty)
    #expect(GRIM.shares(of: 10, printedAs: -0.1, half: 0.05).isEmpty)
    #expect(GRIM.shares(of: 0, printedAs: 0.5, half: 0.05).isEmpty)
  }
}
