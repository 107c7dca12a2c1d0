// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("The kernels") struct KernelsTests {
  /// The plain twin of the kernel for mean and deviation: one pass, shifted by the first row, fused.
  static func moments(_ states: HiddenStates) -> (means: [Double], deviations: [Double]) {
    let rows = ArrayFixtures.rows(states).map { $0.map(Double.init) }
    let n = Double(rows.count)
    var (means, deviations): ([Double], [Double]) = ([], [])
    for i in 0..<states.rowLength {
      var (sum, squares) = (0.0, 0.0)
      for row in rows {
        let t = row[i] - rows[0][i]
        sum += t
        squares.addProduct(t, t)
      }
      means.append(rows[0][i] + sum / n)
      deviations.append(max((max(0, squares - sum * sum / n) / (n - 1)).squareRoot(), Standardizer.floor))
    }
    return (means, deviations)
  }

  /// Whether the kernels of this process give the very bits of the twin, on halves and on singles.
  static func agree() throws -> Bool {
    let folder = try ScratchFolder()
    for (n, states, dimension) in ArrayFixtures.shapes {
      let halves = ArrayFixtures.halves((n + 6) * states * dimension, seed: 4)
      try NPYWriter.write(halfPrecision: halves, shape: [n + 6, states, dimension], to: folder.file("x.npy"))
      let half = try HiddenStates(npy: folder.file("x.npy"))
      for hidden in [half, ArrayFixtures.states(n + 6, states, dimension)] {
        let fitted = Standardizer(fitting: hidden, rows: Array(0..<n + 6))
        let twin = moments(hidden)
        guard fitted.means == twin.means, fitted.deviations == twin.deviations else { return false }
      }
    }
    return true
  }

  @Test("have the name of a variant of this architecture") func name() {
    #if arch(arm64)
      let names = ["neon", "portable"]
    #else
      let names = ["avx512", "avx2", "portable"]
    #endif
    #expect(names.contains(Kernels.variant))
  }

  @Test("give the bits of plain Swift") func twin() throws { #expect(try Self.agree()) }

  @Test("give the same bits in a lower variant, which a process may ask for") func lower() async {
    await #expect(processExitsWith: .success) {
      _ = unsafe setenv("SER_KERNELS", "portable", 1)
      #expect(Kernels.variant == "portable")
      let agree = try Self.agree()
      #expect(agree)
    }
    await #expect(processExitsWith: .success) {
      _ = unsafe setenv("SER_KERNELS", "avx2", 1)
      #expect(Kernels.variant != "avx512")
      let agree = try Self.agree()
      #expect(agree)
    }
  }
}
