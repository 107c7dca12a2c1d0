// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a file of hidden states cannot be used.
public enum HiddenStatesError: Error, Hashable, Sendable {
  /// The array has not three axes, or an empty one.
  case wrongShape(path: String, shape: [Int])
  /// Values are stored as something else than `<f2` or `<f4`.
  case wrongType(path: String, type: String)
  /// The array is stored column by column, so that a row cannot be read where it lies.
  case fortranOrder(path: String)
  /// The file itself cannot be read.
  case file(NPYError)
}

extension HiddenStatesError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .wrongShape(let path, let shape):
      "\(path) has shape \(shape), but hidden states are [utterances, layers + 1, dimension], none of them 0; "
        + "one vector an utterance is stored as [n, 1, d]: x[:, None, :]"
    case .wrongType(let path, let type):
      "\(path) holds \(type), but hidden states are <f2 or <f4; save x.astype('<f4')"
    case .fortranOrder(let path):
      "\(path) is stored in Fortran order; save it again with np.save(path, np.ascontiguousarray(x, dtype='<f4'))"
    case .file(let error): error.description
    }
  }
}

extension HiddenStates {
  /// Opens an `.npy` file `[n, L+1, d]` of `<f2` or `<f4` in C order; features are read where they lie.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - mode: `.map` for files that stay as they are, `.load` for files that another program may cut.
  /// - Throws: ``HiddenStatesError``.
  public init(npy path: String, mode: MappedFile.Mode = .map) throws(HiddenStatesError) {
    let file: NPYFile
    do { file = try NPYFile(path: path, mode: mode) } catch { throw .file(error) }
    let shape = file.header.shape
    let precision: Precision
    switch file.header.elementType {
    case .float16: precision = .half
    case .float32: precision = .single
    default: throw .wrongType(path: path, type: file.header.elementType.rawValue)
    }
    guard shape.count == 3, shape.allSatisfy({ $0 > 0 }), shape[0] <= Int(Int32.max) else {
      throw .wrongShape(path: path, shape: shape)
    }
    guard !file.header.isFortranOrder else { throw .fortranOrder(path: path) }
    file.file.expectRandomAccess()
    self.init(
      states: shape[1], dimension: shape[2], precision: precision,
      identities: (0..<shape[0]).map(RowIdentity.init(rowNumber:)),
      sources: [StateSource(file.file, offset: file.header.dataOffset)],
      locations: (0..<shape[0]).map { Location(source: 0, row: Int32($0)) })
  }

  /// The same rows under other names.
  ///
  /// - Precondition: there are as many identities as rows.
  func identified(as identities: [RowIdentity]) -> HiddenStates {
    precondition(identities.count == rowCount, "\(identities.count) identities for \(rowCount) rows")
    return HiddenStates(
      states: stateCount, dimension: dimension, precision: precision, identities: identities,
      sources: sources,
      locations: locations, storedRowLength: storedRowLength, firstState: firstState)
  }
}
