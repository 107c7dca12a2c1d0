// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The pooled hidden states of some utterances: a tensor `[n, L+1, d]` whose rows lie in files or arrays and
/// are read in place.
///
/// Selecting and pooling rows copies no features; only the table of where each row lies is new. A row is the
/// L + 1 states of one utterance, one after the other, each of `dimension` values.
public struct HiddenStates: Sendable {
  /// How values are stored.
  public enum Precision: String, Hashable, Codable, Sendable {
    /// IEEE 754 binary16 (`<f2`).
    case half
    /// IEEE 754 binary32 (`<f4`).
    case single

    /// Bytes of one value.
    public var bytes: Int { self == .half ? 2 : 4 }
  }

  /// L + 1: the input of the first block and the output of every block.
  public let stateCount: Int
  /// d: the number of values of one state.
  public let dimension: Int
  /// How all rows are stored.
  public let precision: Precision
  /// Who each row is, shape `[n]`.
  public let identities: [RowIdentity]

  let sources: [StateSource]
  let locations: [Location]
  /// Values from one stored row to the next: more than ``rowLength`` where only some states are seen.
  let storedRowLength: Int
  /// The first state seen.
  let firstState: Int

  /// Where a row lies.
  struct Location: Sendable {
    var source: Int32
    var row: Int32
  }

  init(
    states: Int, dimension: Int, precision: Precision, identities: [RowIdentity], sources: [StateSource],
    locations: [Location], storedRowLength: Int? = nil, firstState: Int = 0
  ) {
    stateCount = states
    self.dimension = dimension
    self.precision = precision
    self.identities = identities
    self.sources = sources
    self.locations = locations
    self.storedRowLength = storedRowLength ?? states * dimension
    self.firstState = firstState
  }

  /// n: the number of utterances.
  public var rowCount: Int { locations.count }

  /// The number of values of a row: (L + 1)·d.
  public var rowLength: Int { stateCount * dimension }

  /// Takes values from an array.
  ///
  /// - Parameters:
  ///   - values: All values, shape `[n, L+1, d]`, row-major.
  ///   - states: L + 1.
  ///   - dimension: d.
  ///   - identities: Who each row is; row numbers if `nil`.
  /// - Precondition: `values` holds whole rows, `states` and `dimension` are positive, and there are as many
  ///   identities as rows.
  public init(_ values: [Float], states: Int, dimension: Int, identities: [RowIdentity]? = nil) {
    precondition(
      states > 0 && dimension > 0 && values.count % (states * dimension) == 0,
      "HiddenStates [n, \(states), \(dimension)] from \(values.count) values")
    let rows = values.count / (states * dimension)
    precondition(
      identities == nil || identities!.count == rows,
      "HiddenStates: \(identities?.count ?? 0) identities for \(rows) rows")
    self.init(
      states: states, dimension: dimension, precision: .single,
      identities: identities ?? (0..<rows).map(RowIdentity.init(rowNumber:)),
      sources: [StateSource(copying: values)],
      locations: (0..<rows).map { Location(source: 0, row: Int32($0)) })
  }

  /// The given rows, in the given order; a row may occur several times.
  ///
  /// - Precondition: every row is in `0..<rowCount`.
  /// - Complexity: O(*rows*), without copying features.
  public func selecting(_ rows: [Int]) -> HiddenStates {
    HiddenStates(
      states: stateCount, dimension: dimension, precision: precision, identities: rows.map { identities[$0] },
      sources: sources, locations: rows.map { locations[$0] }, storedRowLength: storedRowLength,
      firstState: firstState)
  }

  /// One state alone: shape `[n, 1, d]`.
  ///
  /// - Precondition: `state` is in `0..<stateCount`.
  /// - Complexity: O(*n*), without copying features.
  public func selecting(state: Int) -> HiddenStates {
    precondition(state >= 0 && state < stateCount, "state \(state) of \(stateCount)")
    return HiddenStates(
      states: 1, dimension: dimension, precision: precision, identities: identities, sources: sources,
      locations: locations, storedRowLength: storedRowLength, firstState: firstState + state)
  }

  /// The rows of several tensors, one after the other.
  ///
  /// Where some are stored in half precision and others in single, the halves are widened, which copies them.
  ///
  /// - Precondition: there is at least one, and all have the same states and dimension.
  public static func pooling(_ parts: [HiddenStates]) -> HiddenStates {
    precondition(!parts.isEmpty, "HiddenStates.pooling: nothing to pool")
    let states = parts[0].stateCount
    let dimension = parts[0].dimension
    for part in parts {
      precondition(
        part.stateCount == states && part.dimension == dimension,
        "pooling [n, \(part.stateCount), \(part.dimension)] with [n, \(states), \(dimension)]")
    }
    let uniform =
      Set(parts.map { [$0.precision == .half ? 1 : 0, $0.storedRowLength, $0.firstState] }).count == 1
    let pooled = uniform ? parts : parts.map { $0.widened() }
    var sources: [StateSource] = []
    var locations: [Location] = []
    for part in pooled {
      let first = Int32(sources.count)
      sources += part.sources
      locations += part.locations.map { Location(source: $0.source + first, row: $0.row) }
    }
    return HiddenStates(
      states: states, dimension: dimension, precision: pooled[0].precision,
      identities: parts.flatMap(\.identities), sources: sources, locations: locations,
      storedRowLength: pooled[0].storedRowLength, firstState: pooled[0].firstState)
  }

  private func widened() -> HiddenStates {
    HiddenStates(
      (0..<rowCount).flatMap { row($0) }, states: stateCount, dimension: dimension, identities: identities)
  }

  /// A copy of one row, shape `[L+1, d]`, as Float; widening from half precision is exact.
  ///
  /// - Precondition: `row` is in `0..<rowCount`.
  public func row(_ row: Int) -> [Float] {
    withRow(row) { bytes in
      switch precision {
      case .single:
        Array(capacity: rowLength) { target in
          for i in 0..<rowLength {
            target.append(unsafe bytes.unsafeLoad(fromByteOffset: 4 * i, as: Float.self))
          }
        }
      case .half:
        Array(capacity: rowLength) { target in
          for i in 0..<rowLength {
            let bits = unsafe bytes.unsafeLoad(fromByteOffset: 2 * i, as: UInt16.self)
            target.append(HalfPrecision.float(bits))
          }
        }
      }
    }
  }

  /// Reads one row in place: `rowLength` values of `precision`, little-endian.
  ///
  /// - Precondition: `row` is in `0..<rowCount`.
  public func withRow<Result>(_ row: Int, _ body: (RawSpan) throws -> Result) rethrows -> Result {
    let location = locations[row]
    let start = (Int(location.row) * storedRowLength + firstState * dimension) * precision.bytes
    return try sources[Int(location.source)].withBytes { bytes in
      try body(bytes.extracting(start..<start + rowLength * precision.bytes))
    }
  }
}
