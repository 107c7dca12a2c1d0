// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CZlib

/// The only place that calls zlib: spans come in, counts are cut to its 32 bits, and its codes go out as
/// values.
enum ZLib {
  /// Why zlib gave up, in its own words.
  struct Failure: Error {
    let reason: String
  }

  /// How far a decompression came.
  struct Outcome {
    /// The bytes of the input that were used.
    var consumed: Int
    /// The bytes of the output that were filled.
    var produced: Int
    /// Whether the compressed stream came to its end; else the output is full.
    var isComplete: Bool
  }

  /// CRC-32 of bytes, or of what came before and these.
  ///
  /// The corresponding C function is `crc32`.
  static func checksum(of bytes: RawSpan, after checksum: UInt32 = 0) -> UInt32 {
    unsafe bytes.withUnsafeBytes { raw in
      var (checksum, done) = (uLong(checksum), 0)
      while done < raw.count {
        let count = min(raw.count - done, longestStep)
        let next = unsafe raw.baseAddress!.advanced(by: done).assumingMemoryBound(to: Bytef.self)
        checksum = unsafe crc32(checksum, next, uInt(count))
        done += count
      }
      return UInt32(checksum)
    }
  }

  /// Decompresses a bare deflate stream until it ends or the output is full.
  ///
  /// The corresponding C function is `inflate`.
  static func inflate(_ input: RawSpan, into output: inout [UInt8]) throws(Failure) -> Outcome {
    unsafe try input.withUnsafeBytes { (input) throws(Failure) in
      var span = output.mutableSpan
      return unsafe try span.withUnsafeMutableBytes { (output) throws(Failure) in
        var stream = unsafe z_stream()
        return unsafe try withUnsafeMutablePointer(to: &stream) { (stream) throws(Failure) in
          let size = unsafe Int32(MemoryLayout<z_stream>.size)
          guard unsafe inflateInit2_(stream, bareStream, ZLIB_VERSION, size) == Z_OK else {
            throw unsafe failure(stream)
          }
          defer { unsafe _ = inflateEnd(stream) }
          return unsafe try run(stream, input, output)
        }
      }
    }
  }

  private static func run(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeRawBufferPointer,
    _ output: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Outcome {
    var outcome = Outcome(consumed: 0, produced: 0, isComplete: false)
    while !outcome.isComplete, outcome.produced < output.count {
      let (given, room) = unsafe offer(stream, input, from: outcome.consumed, output, from: outcome.produced)
      let code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
      outcome.consumed += unsafe given - Int(stream.pointee.avail_in)
      outcome.produced += unsafe room - Int(stream.pointee.avail_out)
      switch code {
      case Z_STREAM_END: outcome.isComplete = true
      case Z_OK: break
      case Z_BUF_ERROR: throw Failure(reason: "the compressed bytes end too early")
      default: throw unsafe failure(stream)
      }
    }
    return outcome
  }

  /// Compresses some bytes and then others to one bare deflate stream, as NumPy's `savez_compressed` does.
  ///
  /// The corresponding C function is `deflate`.
  static func deflate(_ first: RawSpan, _ second: RawSpan) throws(Failure) -> [UInt8] {
    var stream = unsafe z_stream()
    return unsafe try withUnsafeMutablePointer(to: &stream) { (stream) throws(Failure) in
      let size = unsafe Int32(MemoryLayout<z_stream>.size)
      let code = unsafe deflateInit2_(
        stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, bareStream, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        size)
      guard code == Z_OK else { throw unsafe failure(stream) }
      defer { unsafe _ = deflateEnd(stream) }
      var output: [UInt8] = []
      unsafe try run(stream, first, &output, isLast: false)
      unsafe try run(stream, second, &output, isLast: true)
      return output
    }
  }

  private static func run(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: RawSpan, _ output: inout [UInt8], isLast: Bool
  ) throws(Failure) {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    unsafe try input.withUnsafeBytes { (input) throws(Failure) in
      var (consumed, isComplete) = (0, false)
      while isLast ? !isComplete : consumed < input.count {
        var span = piece.mutableSpan
        let (code, produced) = unsafe span.withUnsafeMutableBytes { piece in
          let (given, room) = unsafe offer(stream, input, from: consumed, piece, from: 0)
          let isEnd = isLast && given == input.count - consumed
          let code = unsafe CZlib.deflate(stream, isEnd ? Z_FINISH : Z_NO_FLUSH)
          consumed += unsafe given - Int(stream.pointee.avail_in)
          return unsafe (code, room - Int(stream.pointee.avail_out))
        }
        output += piece[..<produced]
        guard code == Z_OK || code == Z_STREAM_END else { throw unsafe failure(stream) }
        isComplete = code == Z_STREAM_END
      }
    }
  }

  /// Shows zlib what is left of the input and of the room, and returns how much of each.
  private static func offer(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeRawBufferPointer, from consumed: Int,
    _ output: UnsafeMutableRawBufferPointer, from produced: Int
  ) -> (given: Int, room: Int) {
    let given = min(input.count - consumed, longestStep)
    let room = min(output.count - produced, longestStep)
    // zlib does not write to its input; its header only lacks the word `const`.
    let next = unsafe input.baseAddress.map {
      unsafe UnsafeMutablePointer(mutating: ($0 + consumed).assumingMemoryBound(to: Bytef.self))
    }
    unsafe stream.pointee.next_in = next
    unsafe stream.pointee.avail_in = uInt(given)
    unsafe stream.pointee.next_out = unsafe (output.baseAddress! + produced).assumingMemoryBound(
      to: Bytef.self)
    unsafe stream.pointee.avail_out = uInt(room)
    return (given, room)
  }

  private static func failure(_ stream: UnsafeMutablePointer<z_stream>) -> Failure {
    guard let message = unsafe stream.pointee.msg else { return Failure(reason: "zlib has no memory left") }
    return Failure(reason: unsafe String(cString: message))
  }

  /// A window of 32 KB; negative for a stream without zlib's own header and checksum, as zip has it.
  private static let bareStream: Int32 = -15
  /// zlib's default, and Python's.
  private static let memoryLevel: Int32 = 8
  /// zlib counts in 32 bits.
  private static let longestStep = 1 << 30
}
