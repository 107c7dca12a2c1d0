// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERTensorFiles

// Opens no archive, but links what opens one.
do throws(NPZError) {
  _ = try NPZFile(path: "/nowhere/weights.npz")
  fatalError("there is no such file")
} catch {
  print(error)
}
