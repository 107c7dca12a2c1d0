// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What is known of the corpora from their own publications, and used as an exact rule.
enum CorpusFacts {
  /// Corpora in which every speaker says every sentence in every emotion as often as any other.
  ///
  /// RAVDESS is one as well; its test sizes are derived. CREMA-D lacks some recordings, and EmoDB was selected.
  static let balanced: Set<String> = ["ESD-ZH", "SUBESCO"]
}
