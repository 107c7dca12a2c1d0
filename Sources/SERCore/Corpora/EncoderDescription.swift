// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What `encoder.json` says about an encoder and the features made with it.
public struct EncoderDescription: Hashable, Sendable {
  /// Its name: the folder under `features/`.
  public var name: String
  /// What kind of network it is.
  public var architecture: String?
  /// L: the number of blocks; features hold L + 1 states.
  public var layers: Int
  /// d: the dimension of a state.
  public var dimension: Int
  /// The name of each of the L + 1 states; empty if they have none.
  public var states: [String]
  /// What state 0 is.
  public var layerZero: String?
  /// What the last state is.
  public var lastState: String?
  /// How frames became one vector.
  public var pooling: String?
  /// What the encoder was given.
  public var inputConvention: String?
  /// Where the weights come from.
  public var source: String?
  /// SHA-256 of the weights.
  public var weightsSHA256: String?
  /// The encoder that this one was fine-tuned from.
  public var baseEncoder: String?
  /// Corpora that it was trained on.
  public var trainedOn: [String]
  /// ISO 639-1 codes of the languages that it was trained on.
  public var languageCoverage: [String]
  /// Keys that this version does not know.
  public var other: [String: JSONValue]

  /// A description of which only what is required is known.
  ///
  /// - Precondition: `layers` is not negative and `dimension` is positive.
  public init(name: String, layers: Int, dimension: Int) {
    precondition(
      layers >= 0 && dimension > 0, "EncoderDescription \(name): \(layers) layers of dimension \(dimension)")
    self.name = name
    self.layers = layers
    self.dimension = dimension
    states = []
    trainedOn = []
    languageCoverage = []
    other = [:]
  }
}

extension EncoderDescription: Codable {
  private enum Key: String, CaseIterable {
    case name, architecture, layers, dimension, states, pooling, source
    case layerZero = "layer_zero"
    case lastState = "last_state"
    case inputConvention = "input_convention"
    case weightsSHA256 = "weights_sha256"
    case baseEncoder = "base_encoder"
    case trainedOn = "trained_on"
    case languageCoverage = "language_coverage"
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    init(_ key: Key) { stringValue = key.rawValue }
  }

  /// No encoder has more layers, or more dimensions, than this.
  private static let most = 1 << 24

  /// Reads `encoder.json`; unknown keys are kept.
  ///
  /// A number of layers or dimensions that cannot be, or names of states that are not L + 1, are a
  /// `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    func text(_ key: Key) throws -> String? {
      let value = try container.decodeIfPresent(String.self, forKey: AnyKey(key))
      return value == "" ? nil : value
    }
    name = try container.decode(String.self, forKey: AnyKey(.name))
    layers = try container.decode(Int.self, forKey: AnyKey(.layers))
    dimension = try container.decode(Int.self, forKey: AnyKey(.dimension))
    states = try container.decodeIfPresent([String].self, forKey: AnyKey(.states)) ?? []
    func refuse(_ key: Key, unless holds: Bool, _ reason: String) throws {
      guard holds else {
        throw DecodingError.dataCorruptedError(forKey: AnyKey(key), in: container, debugDescription: reason)
      }
    }
    try refuse(.layers, unless: 0...Self.most ~= layers, "\(layers) layers")
    try refuse(.dimension, unless: 1...Self.most ~= dimension, "\(dimension) dimensions")
    try refuse(
      .states, unless: states.isEmpty || states.count == layers + 1,
      "\(states.count) names for the \(layers + 1) states (layers + 1)")
    architecture = try text(.architecture)
    layerZero = try text(.layerZero)
    lastState = try text(.lastState)
    pooling = try text(.pooling)
    inputConvention = try text(.inputConvention)
    source = try text(.source)
    weightsSHA256 = try text(.weightsSHA256)
    baseEncoder = try text(.baseEncoder)
    trainedOn = try container.decodeIfPresent([String].self, forKey: AnyKey(.trainedOn)) ?? []
    languageCoverage = try container.decodeIfPresent([String].self, forKey: AnyKey(.languageCoverage)) ?? []
    other = [:]
    let known = Set(Key.allCases.map(\.rawValue))
    for key in container.allKeys where !known.contains(key.stringValue) {
      other[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
    }
  }

  /// Writes `encoder.json`, unknown keys included.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(name, forKey: AnyKey(.name))
    try container.encode(layers, forKey: AnyKey(.layers))
    try container.encode(dimension, forKey: AnyKey(.dimension))
    try container.encode(states, forKey: AnyKey(.states))
    let texts: [(Key, String?)] = [
      (.architecture, architecture), (.layerZero, layerZero), (.lastState, lastState), (.pooling, pooling),
      (.inputConvention, inputConvention), (.source, source), (.weightsSHA256, weightsSHA256),
      (.baseEncoder, baseEncoder),
    ]
    for (key, value) in texts { try container.encodeIfPresent(value, forKey: AnyKey(key)) }
    try container.encode(trainedOn, forKey: AnyKey(.trainedOn))
    try container.encode(languageCoverage, forKey: AnyKey(.languageCoverage))
    for (key, value) in other { try container.encode(value, forKey: AnyKey(stringValue: key)) }
  }
}
