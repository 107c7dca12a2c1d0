// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("Hidden states") struct HiddenStatesTests {
  static func bits(_ states: HiddenStates) -> [[UInt32]] {
    ArrayFixtures.rows(states).map { $0.map(\.bitPattern) }
  }

  @Test(
    "are the same from an array, a single-precision and a half-precision file",
    arguments: ArrayFixtures.shapes)
  func sources(n: Int, states: Int, dimension: Int) throws {
    let folder = try ScratchFolder()
    let halves = ArrayFixtures.halves(n * states * dimension, seed: 1)
    let floats = halves.map(HalfPrecision.float)
    try NPYWriter.write(halfPrecision: halves, shape: [n, states, dimension], to: folder.file("half.npy"))
    try NPYWriter.write(floats, shape: [n, states, dimension], to: folder.file("single.npy"))
    let array = HiddenStates(floats, states: states, dimension: dimension)
    #expect(array.rowCount == n && array.rowLength == states * dimension && array.precision == .single)
    #expect(Self.bits(array).flatMap { $0 } == floats.map(\.bitPattern))
    for mode in [MappedFile.Mode.map, .load] {
      let half = try HiddenStates(npy: folder.file("half.npy"), mode: mode)
      let single = try HiddenStates(npy: folder.file("single.npy"), mode: mode)
      #expect(half.precision == .half && single.precision == .single)
      for file in [half, single] {
        #expect(file.rowCount == n && file.stateCount == states && file.dimension == dimension)
        #expect(file.identities == array.identities)
        #expect(Self.bits(file) == Self.bits(array))
      }
    }
  }

  @Test("are read in place as they are copied", arguments: ArrayFixtures.shapes)
  func inPlace(n: Int, states: Int, dimension: Int) throws {
    let folder = try ScratchFolder()
    let halves = ArrayFixtures.halves(n * states * dimension, seed: 2)
    try NPYWriter.write(halfPrecision: halves, shape: [n, states, dimension], to: folder.file("x.npy"))
    let half = try HiddenStates(npy: folder.file("x.npy"))
    let single = ArrayFixtures.states(n, states, dimension)
    for whole in [half, single] {
      for view in [whole, whole.selecting(state: states - 1), whole.selecting((0..<n).reversed())] {
        for row in 0..<n {
          let read = view.withRow(row) { bytes in
            (0..<bytes.byteCount / view.precision.bytes).map { i in
              view.precision == .single
                ? unsafe bytes.unsafeLoad(fromByteOffset: 4 * i, as: Float.self)
                : HalfPrecision.float(unsafe bytes.unsafeLoad(fromByteOffset: 2 * i, as: UInt16.self))
            }
          }
          #expect(read == view.row(row))
        }
        let first = unsafe view.withRowPointers(0..<n) { pointers in
          (0..<n).map { row in
            view.precision == .single
              ? unsafe pointers[row]!.load(as: Float.self)
              : HalfPrecision.float(unsafe pointers[row]!.load(as: UInt16.self))
          }
        }
        #expect(first == (0..<n).map { view.row($0)[0] })
      }
    }
  }

  @Test("keep their file when it is deleted") func deleted() throws {
    var folder: ScratchFolder? = try ScratchFolder()
    let file = try #require(folder).file("x.npy")
    try NPYWriter.write([1, 2, 3, 4] as [Float], shape: [2, 1, 2], to: file)
    let states = try HiddenStates(npy: file).selecting([1])
    folder = nil
    #expect(throws: HiddenStatesError.file(.file(.notFound(path: file)))) { try HiddenStates(npy: file) }
    #expect(states.row(0) == [3, 4])
  }

  @Test("selected twice are the selection of the selection") func composition() {
    let states = ArrayFixtures.states(6, 3, 4)
    let (a, b) = ([5, 0, 0, 3], [3, 1, 1])
    let twice = states.selecting(a).selecting(b)
    #expect(ArrayFixtures.rows(twice) == b.map { states.row(a[$0]) })
    #expect(twice.identities == b.map { states.identities[a[$0]] })
    for state in 0..<3 {
      let alone = states.selecting(state: state)
      #expect(alone.stateCount == 1 && alone.dimension == 4 && alone.rowCount == 6)
      #expect(ArrayFixtures.rows(alone) == (0..<6).map { Array(states.row($0)[4 * state..<4 * state + 4]) })
      let one = ArrayFixtures.rows(states.selecting(a).selecting(state: state))
      #expect(ArrayFixtures.rows(alone.selecting(a)) == one)
      #expect(ArrayFixtures.rows(alone.selecting(a).selecting(state: 0)) == one)
    }
    #expect(states.selecting([]).rowCount == 0)
  }

  @Test("pooled are the rows of all, one after the other") func pooling() throws {
    let folder = try ScratchFolder()
    let halves = ArrayFixtures.halves(2 * 3 * 4, seed: 3)
    try NPYWriter.write(halfPrecision: halves, shape: [2, 3, 4], to: folder.file("x.npy"))
    let half = try HiddenStates(npy: folder.file("x.npy"))
    let (a, b) = (ArrayFixtures.states(3, 3, 4, seed: 1), ArrayFixtures.states(5, 3, 4, seed: 2))
    let empty = a.selecting([])
    let cases = [
      [a], [a, b], [a, a], [half, half], [half, a], [a, half, b], [a, empty, b], [half, empty], [empty],
    ]
    for parts in cases {
      let pooled = HiddenStates.pooling(parts)
      #expect(Self.bits(pooled) == parts.flatMap(Self.bits))
      #expect(pooled.identities == parts.flatMap(\.identities))
      #expect(pooled.stateCount == 3 && pooled.dimension == 4)
      #expect(pooled.precision == (parts.allSatisfy { $0.precision == .half } ? .half : .single))
      let last = Array((0..<pooled.rowCount).reversed())
      #expect(Self.bits(pooled.selecting(last)) == parts.flatMap(Self.bits).reversed())
    }
    let views = [a.selecting(state: 0), b.selecting(state: 2), half.selecting(state: 1)]
    #expect(Self.bits(.pooling(views)) == views.flatMap(Self.bits))
    let alike = [a.selecting(state: 1), b.selecting(state: 1)]
    #expect(Self.bits(.pooling(alike)) == alike.flatMap(Self.bits))
  }

  @Test(
    "find the first value that is not finite, and none where all are",
    arguments: [HiddenStates.Precision.half, .single])
  func finite(precision: HiddenStates.Precision) throws {
    let folder = try ScratchFolder()
    let (n, states, dimension) = (3, 2, 2500)
    let count = n * states * dimension
    let (halfBad, singleBad): ([UInt16], [Float]) = (
      [0x7c00, 0xfc00, 0x7c01, 0xfe00], [.infinity, -.infinity, .nan, -.nan]
    )
    func open(planting bad: [Int: Int]) throws -> HiddenStates {
      // Largest finite values, so that none is taken for infinite.
      if precision == .half {
        var bits = [UInt16](repeating: 0x7bff, count: count)
        for (place, kind) in bad { bits[place] = halfBad[kind] }
        try NPYWriter.write(halfPrecision: bits, shape: [n, states, dimension], to: folder.file("x.npy"))
      } else {
        var values = [Float](repeating: -.greatestFiniteMagnitude, count: count)
        for (place, kind) in bad { values[place] = singleBad[kind] }
        try NPYWriter.write(values, shape: [n, states, dimension], to: folder.file("x.npy"))
      }
      return try HiddenStates(npy: folder.file("x.npy"))
    }
    #expect(try open(planting: [:]).firstNonFinite() == nil)
    for (kind, place) in [0, 1, 2499, 2500, 4095, 4096, 4999, 5000, 12_345, count - 1].enumerated() {
      let states = try open(planting: [count - 1: 0].merging([place: kind % 4]) { $1 })
      let found = try #require(states.firstNonFinite())
      #expect(found == (place / 5000, place % 5000 / 2500, place % 2500))
      let others = (0..<3).filter { $0 != place / 5000 && $0 != 2 }
      #expect(states.selecting(others).firstNonFinite() == nil)
    }
    let second = try open(planting: [2500: 0])
    #expect(second.selecting(state: 0).firstNonFinite() == nil)
    #expect(try #require(second.selecting(state: 1).firstNonFinite()) == (0, 0, 0))
  }

  @Test(
    "are refused in another shape",
    arguments: [[], [4], [2, 3], [0, 1, 3], [2, 0, 3], [2, 3, 0], [1, 2, 3, 4]])
  func shapes(shape: [Int]) throws {
    let folder = try ScratchFolder()
    let path = folder.file("x.npy")
    try NPYWriter.write([Float](repeating: 1, count: shape.reduce(1, *)), shape: shape, to: path)
    let error = #expect(throws: HiddenStatesError.wrongShape(path: path, shape: shape)) {
      try HiddenStates(npy: path)
    }
    #expect(
      error?.description
        == "\(path) has shape \(shape), but hidden states are [utterances, layers + 1, dimension], none of them 0; "
        + "one vector an utterance is stored as [n, 1, d]: x[:, None, :]")
  }

  @Test("are refused in another type, and cut short") func files() throws {
    let folder = try ScratchFolder()
    let path = folder.file("x.npy")
    try NPYWriter.write([1, 2] as [Double], shape: [1, 1, 2], to: path)
    let error = #expect(throws: HiddenStatesError.wrongType(path: path, type: "<f8")) {
      try HiddenStates(npy: path)
    }
    #expect(error?.description == "\(path) holds <f8, but hidden states are <f2 or <f4; save x.astype('<f4')")
    try NPYWriter.write([1, 2] as [Int64], shape: [1, 1, 2], to: path)
    #expect(throws: HiddenStatesError.wrongType(path: path, type: "<i8")) { try HiddenStates(npy: path) }
    try NPYWriter.write([1, 2] as [Float], shape: [1, 1, 2], to: path)
    let cut = try folder.put(Fixtures.bytes(path).dropLast(3), as: "cut.npy")
    for mode in [MappedFile.Mode.map, .load] {
      let error = #expect(
        throws: HiddenStatesError.file(.truncated(path: cut, shape: [1, 1, 2], needed: 136, found: 133))
      ) { try HiddenStates(npy: cut, mode: mode) }
      #expect(
        error?.description
          == "\(cut) has 133 bytes and its shape [1, 1, 2] needs 136; copy or extract it again")
    }
  }

  @Test("are refused in Fortran's order, whose rows do not lie together") func fortran() throws {
    let path = Fixtures.path("npy/fortran/f4.npy")
    let error = #expect(throws: HiddenStatesError.fortranOrder(path: path)) { try HiddenStates(npy: path) }
    #expect(
      error?.description
        == "\(path) is stored in Fortran order; save it again with "
        + "np.save(path, np.ascontiguousarray(x, dtype='<f4'))")
  }

  @Test("take rows that do not exist and shapes that do not fit for a programmer's error")
  func preconditions() async {
    await #expect(processExitsWith: .failure) { _ = HiddenStates([1, 2, 3], states: 1, dimension: 2) }
    await #expect(processExitsWith: .failure) {
      _ = HiddenStates([1, 2], states: 1, dimension: 2, identities: [])
    }
    await #expect(processExitsWith: .failure) { _ = HiddenStates([1, 2], states: 1, dimension: 2).row(1) }
    await #expect(processExitsWith: .failure) {
      _ = HiddenStates([1, 2], states: 1, dimension: 2).selecting([-1])
    }
    await #expect(processExitsWith: .failure) {
      _ = HiddenStates([1, 2], states: 1, dimension: 2).selecting(state: 1)
    }
    await #expect(processExitsWith: .failure) { _ = HiddenStates.pooling([]) }
    await #expect(processExitsWith: .failure) {
      _ = HiddenStates.pooling([
        HiddenStates([1, 2], states: 1, dimension: 2), HiddenStates([1, 2], states: 2, dimension: 1),
      ])
    }
  }
}
