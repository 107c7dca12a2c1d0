// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Sequence {
  /// Elements of equal keys together, both in the order in which they appear.
  func grouped<Key: Hashable>(by key: (Element) -> Key) -> [(key: Key, members: [Element])] {
    var place: [Key: Int] = [:]
    var groups: [(key: Key, members: [Element])] = []
    for element in self {
      let own = key(element)
      if let known = place[own] {
        groups[known].members.append(element)
      } else {
        place[own] = groups.count
        groups.append((own, [element]))
      }
    }
    return groups
  }
}
