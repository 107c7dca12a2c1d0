// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERTensorFiles

extension Reader {
  /// The readers under test. A further one is one more entry.
  public static let all: [Reader] = [npy, npz, safetensors, csv, encoder]

  static let npy = Reader(
    name: "npy",
    seeds: { root in
      try SeedFiles.below("\(root)/Tests/Fixtures/npy", ending: ".npy") + GoodFiles.npy(100)
    },
    words: [
      "{", "}", "(", ")", ",", ":", " ", "'", "\"", "\n", "'descr'", "'fortran_order'", "'shape'", "'<f2'",
      "'<f4'",
      "'<f8'", "'<i8'", "'>f4'", "'|O'", "'|b1'", "'<U2'", "True", "False", "(2, 2)", "(4,)", "()", "(0, 3)",
      "-", "L",
      "[('a', '<f4')]", "\\", "#", "'descr': '<f4', ", "'shape': (2, 2), ",
    ],
    frame: Frame(prefix: [0x93] + Array("NUMPY".utf8) + [1, 0], width: 2),
    prepare: { path, _ in
      { isLoaded in
        let file = try NPYFile(path: path, mode: isLoaded ? .load : .map)
        let header = file.header
        try check(header.shape.allSatisfy { $0 >= 0 }, "shape \(header.shape)")
        try check(header.dataOffset + header.byteCount == file.file.count, "bytes of \(header)")
        try readWhole(file.array)
        let states = try HiddenStates(npy: path, mode: isLoaded ? .load : .map)
        try check(states.rowCount == header.shape[0] && states.rowCount > 0, "rows of \(header)")
        _ = states.firstNonFinite()
      }
    }, isOwn: { $0 is NPYError || $0 is HiddenStatesError })

  static let npz = Reader(
    name: "npz",
    seeds: { root in
      try ["npz", "npz/hostile"].flatMap {
        try SeedFiles.below("\(root)/Tests/Fixtures/\($0)", ending: ".npz")
      }
    },
    words: [
      "PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{6}\u{6}", "PK\u{6}\u{7}", ".npy", "x.npy",
      "\u{1}\0\u{10}\0",
      "\u{8}\0", "\0\0\0\0", "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }",
    ],
    prepare: { path, _ in
      { isLoaded in
        let archive = try NPZFile(path: path, mode: isLoaded ? .load : .map)
        for name in archive.names {
          let header = try archive.header(named: name)
          let array = try archive.array(named: name)
          try check(array.header == header, "header of \(name)")
          try readWhole(array)
        }
      }
    }, isOwn: { $0 is NPZError || $0 is NPYError })

  static let safetensors = Reader(
    name: "safetensors",
    seeds: { root in
      try ["safetensors", "hostile-safetensors"].flatMap {
        try SeedFiles.below("\(root)/Tests/Fixtures/\($0)", ending: ".safetensors")
      } + GoodFiles.safetensors(100)
    },
    words: [
      "{", "}", "[", "]", ",", ":", " ", "\"", "\\", "\\u0061", "\\ud83d\\ude00", "\\ud800", "\n", "\t",
      "\"dtype\"",
      "\"shape\"", "\"data_offsets\"", "\"__metadata__\"", "\"F16\"", "\"BF16\"", "\"F32\"", "\"F64\"",
      "\"I8\"", "\"U8\"",
      "\"BOOL\"", "\"F4\"", "\"F6_E2M3\"", "\"C64\"", "\"U64\"", "[]", "[0,0]", "[0,16]", "[2,2]", "{}",
      "null", "true",
      "\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]},", "\"__metadata__\":{\"a\":\"b\"},",
    ],
    frame: Frame(prefix: [], width: 8),
    prepare: { path, _ in
      { isLoaded in
        let file = try SafetensorsFile(path: path, mode: isLoaded ? .load : .map)
        var filled = file.header.dataOffset
        for tensor in file.tensors {
          try check(tensor.byteRange.lowerBound == filled, "begin of \(tensor)")
          filled = tensor.byteRange.upperBound
          try check(
            tensor.elementCount * tensor.elementType.bitCount == tensor.byteRange.count * 8,
            "size of \(tensor)")
          switch tensor.elementType {
          case .float16, .bfloat16, .float32:
            try check(try file.floats(named: tensor.name).count == tensor.elementCount, "floats of \(tensor)")
          case .float64:
            try check(
              try file.doubles(named: tensor.name).count == tensor.elementCount, "doubles of \(tensor)")
          case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64:
            try check(
              try file.int64s(named: tensor.name).count == tensor.elementCount, "integers of \(tensor)")
          default:
            let count = file.withBytes(of: tensor) { $0.byteCount }
            try check(count == tensor.byteRange.count, "bytes of \(tensor)")
          }
        }
        try check(filled == file.file.count, "end of the last tensor")
      }
    }, isOwn: { $0 is SafetensorsError })

  static let csv = Reader(
    name: "csv",
    seeds: { root in
      try SeedFiles.below("\(root)/Tests/Fixtures", ending: ".csv")
        + [Array(SeedFiles.bytes("\(root)/Data/corpora/emodb/utterances.csv").prefix(1500))]
        + SeedFiles.texts([
          "id,speaker,emotion\n1,a,joy\n2,b,\"sad, or \"\"not\"\"\"\n",
          "\u{feff}id,speaker,emotion,language,sentence,sex,path,recording,seconds,loudness,agreement,more\r\n"
            + "1,a,joy,de,s1,f,x.wav,r1,1.5,-20,0.9,\r\n2,b,rage,de,\"a\nb\",m,,,2e0,,1,x\r\n",
          "id,speaker,emotion\n1,a,joy\n1,b,joy\n", "id,speaker,emotion\n", "a\n\"\"\n", "a;b\n1;2\n", "",
          "\n", "a,a\n",
          "id,speaker,emotion,seconds\n1,a,joy,nan\n2,é,joy,1e999\n3,e\u{301},joy,0x10\n",
        ])
    },
    words: [
      ",", "\"", "\"\"", "\n", "\r\n", "\r", ";", "\t", "\u{feff}", "id", "speaker", "emotion", "seconds",
      "nan", "inf",
      "é", "e\u{301}", ",,", "\"\n\"", "id,speaker,emotion\n1,a,joy\n",
    ],
    prepare: { path, _ in
      { _ in
        let table = try CSVTable(path: path)
        var writer = CSVWriter(columns: table.columns)
        for row in 0..<table.rowCount {
          try check(table.row(row).count == table.columns.count, "row \(row)")
          try check(row == 0 || table.line(ofRow: row) > table.line(ofRow: row - 1), "line of row \(row)")
          writer.append(row: Array(table.row(row)))
        }
        let again = try CSVTable(parsing: writer.bytes, name: path)
        try check(
          again.columns == table.columns && again.rowCount == table.rowCount, "written and read again")
        for row in 0..<table.rowCount {
          try check(again.row(row) == table.row(row), "row \(row), written and read")
        }
        let corpus = try Corpus(name: "fuzz", path: path)
        try check(corpus.utterances.count == table.rowCount, "utterances")
      }
    }, isOwn: { $0 is CSVError || $0 is CorpusError })

  static let encoder = Reader(
    name: "encoder",
    seeds: { root in
      try SeedFiles.below("\(root)/Data/features", ending: "encoder.json")
        + SeedFiles.below("\(root)/Tests/Fixtures/fuzz", ending: ".json")
        + SeedFiles.texts([
          #"{"name":"a","layers":1,"dimension":2,"states":["x","y"],"other":{"a":[1,null,true,"x",{"b":1.5e3}]}}"#,
          #"{"name":"a","layers":12,"dimension":768}"#, #"{"name":1,"layers":1,"dimension":2}"#,
          #"{"name":"a","layers":-1,"dimension":0}"#, #"{"name":"a","layers":1.5,"dimension":1e3,"x":1e999}"#,
          #"{"name":"a","name":"b","layers":1,"dimension":2,"é":1,"é":2,"\ud83d\ude00":"\ud800"}"#, "[]", "{",
          "", "null",
          #"{"name":"a","layers":1,"dimension":2,"x":"# + String(repeating: "[", count: 600)
            + String(repeating: "]", count: 600) + "}",
        ])
    },
    words: [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\n", "\"name\":", "\"layers\":",
      "\"dimension\":",
      "\"states\":", "\"trained_on\":", "\"x\":", "null", "true", "false", "[]", "{}", "\"a\"", "[[",
      "{\"a\":", "1e400",
      "\u{feff}", "//", "'", "\"é\":1,",
    ],
    prepare: { path, scratch in
      let folder = "\(scratch)/features/fuzz"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.createDirectory(
        atPath: "\(scratch)/corpora/c", withIntermediateDirectories: true)
      try Data().write(to: URL(filePath: "\(scratch)/corpora/c/utterances.csv"))
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/encoder.json", withDestinationPath: path)
      let store = try FeatureStore(path: scratch)
      return { _ in
        let encoder = try store.encoder("fuzz")
        try check(encoder.layers >= 0 && encoder.dimension > 0, "sizes of \(encoder)")
        try check(
          encoder.states.isEmpty || encoder.states.count == encoder.layers + 1, "states of \(encoder)")
      }
    }, isOwn: { $0 is FeatureStoreError || $0 is FileError })
}

/// Every element of an array, in the type that its file has.
private func readWhole(_ array: NPYArray) throws {
  let header = array.header
  let count =
    switch header.elementType {
    case .float16, .float32: try array.floats().count
    case .float64: try array.doubles().count
    case .int32: try array.int32s().count
    case .int64: try array.int64s().count
    case .uint8: try array.uint8s().count
    case .boolean: try array.booleans().count
    }
  try check(count == header.elementCount, "elements of \(header)")
}
