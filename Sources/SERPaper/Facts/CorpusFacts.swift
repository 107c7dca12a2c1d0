// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What is known of the corpora and languages from their own publications, and used as an exact rule.
enum CorpusFacts {
  /// Corpora in which every speaker says every sentence in every emotion as often as any other.
  ///
  /// RAVDESS is one as well; its test sizes are derived. CREMA-D lacks some recordings, and EmoDB was
  /// selected.
  static let balanced: Set<String> = ["ESD-ZH", "SUBESCO"]

  /// The order in which the paper lists its corpora.
  static let order = ["EmoDB", "RAVDESS", "CREMA-D", "ESD-ZH", "SUBESCO"]

  /// Utterances of anger, happiness, neutrality and sadness in each corpus.
  static let fourClasses = [
    "EmoDB": [127, 71, 79, 62],
    "RAVDESS": [192, 192, 96, 192],
    "CREMA-D": [1271, 1271, 1087, 1271],
    "ESD-ZH": [1000, 1000, 1000, 1000],
    "SUBESCO": [1000, 1000, 1000, 1000],
  ]

  /// The share of the most frequent of the four classes over all corpora.
  static var largestClassShare: Double {
    let sums = (0..<4).map { number in fourClasses.values.reduce(0) { $0 + $1[number] } }
    return Double(sums.max() ?? 0) / Double(sums.reduce(0, +))
  }

  /// All utterances of each corpus, for those that are used whole.
  static let utterances = ["EmoDB": 535, "RAVDESS": 1440, "CREMA-D": 7442, "SUBESCO": 7000]

  /// Speakers of each corpus.
  static let speakers = ["EmoDB": 10, "RAVDESS": 24, "CREMA-D": 91, "ESD-ZH": 10, "SUBESCO": 20]

  /// Emotions of each corpus.
  static let emotions = ["EmoDB": 7, "RAVDESS": 8, "CREMA-D": 6, "ESD-ZH": 5, "SUBESCO": 7]

  /// The family of a branch: Indo-Aryan languages are Indo-European.
  static func family(of branch: String) -> String {
    ["Indo-Aryan": "Indo-European", "Germanic": "Indo-European", "Sinitic": "Sino-Tibetan"][branch] ?? branch
  }
}
