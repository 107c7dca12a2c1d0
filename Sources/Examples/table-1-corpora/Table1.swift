// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main struct Table1: ParsableCommand {
  func run() throws {}
}
