// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

extension FeatureStore {
  /// The pairs of encoder and corpus that the store has features of, corpus by corpus.
  ///
  /// - Throws: `FeatureStoreError.noFeatures` if there is none.
  public func pairs(
    encoders: [String], corpora: [String]
  ) throws(FeatureStoreError) -> [(encoder: String, corpus: String)] {
    var pairs: [(encoder: String, corpus: String)] = []
    for corpus in corpora {
      for encoder in encoders where hasFeatures(encoder: encoder, corpus: corpus) {
        pairs.append((encoder, corpus))
      }
    }
    guard pairs.isEmpty else { return pairs }
    throw .noFeatures(
      encoder: encoders.joined(separator: ", "), corpus: corpora.joined(separator: ", "),
      path: encoders.count == 1 && corpora.count == 1
        ? featureFile(encoder: encoders[0], corpus: corpora[0])
        : "\(path)/features/<encoder>/<corpus>.npy")
  }
}
