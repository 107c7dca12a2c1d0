// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Array {
  /// Every two elements, in the order of the list.
  var pairs: [(Element, Element)] {
    indices.flatMap { first in self[(first + 1)...].map { (self[first], $0) } }
  }
}
