// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("OpenBLAS") struct OpenBLASTests {
  @Test("says what it is") func names() {
    #expect(OpenBLAS.configuration.contains("OpenBLAS"))
    #expect(!OpenBLAS.core.isEmpty)
    #expect(OpenBLAS.threads >= 1)
  }

  @Test("uses the threads that it is given, and takes none for a programmer's error") func threads() async {
    await #expect(processExitsWith: .success) {
      OpenBLAS.setThreads(1)
      #expect(OpenBLAS.threads == 1)
    }
    await #expect(processExitsWith: .failure) { OpenBLAS.setThreads(0) }
  }
}
