// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The few calls of the operating system that files need; no other file of this folder makes one.
///
/// Each call is repeated when a signal interrupts it, and goes on after a short read or write.
enum SystemCalls {
  /// What the system said when it refused.
  struct Failure: Error {
    let reason: String
    /// Nothing is at the path.
    let isAbsence: Bool
    /// Something is at the path.
    let isPresence: Bool

    /// The reason that the last call of this thread left.
    static func last() -> Failure {
      let code = errno
      return Failure(
        reason: unsafe String(cString: strerror(code)), isAbsence: code == ENOENT || code == ENOTDIR,
        isPresence: code == EEXIST)
    }

    /// C would cut such a path at its NUL, and quietly take another file.
    static let pathWithNUL = Failure(reason: "the path holds a NUL", isAbsence: false, isPresence: false)
  }

  /// What is at a path.
  enum Kind {
    case file, folder, other
  }

  /// An open file; closed when its owner lets go of it.
  struct Descriptor: ~Copyable {
    fileprivate let number: Int32

    deinit { _ = close(number) }

    /// Closes, and reports what only closing can tell (a late write error of a network file system).
    consuming func finish() throws(Failure) {
      let number = self.number
      discard self
      // After EINTR the descriptor is closed on Linux: to try again might close that of another thread.
      if close(number) != 0, errno != EINTR { throw .last() }
    }
  }

  static func processIdentifier() -> Int32 { getpid() }

  /// Opens without waiting, so that a pipe at the path cannot hang the program.
  private static func openForReading(_ path: String) throws(Failure) -> Descriptor {
    try open(path, flags: O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  }

  /// Opens for reading, and refuses what is no regular file.
  static func openRegularFile(_ path: String) throws(FileError) -> Descriptor {
    do throws(Failure) {
      let file = try openForReading(path)
      if try examine(file).kind == .file { return file }
    } catch {
      throw FileError(reading: path, error)
    }
    throw .notAFile(path: path)
  }

  /// Opens a file that must not exist yet, with the permissions that the user's mask leaves.
  static func openNew(_ path: String) throws(Failure) -> Descriptor {
    try open(path, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
  }

  private static func open(_ path: String, flags: Int32) throws(Failure) -> Descriptor {
    try refuseNUL(path)
    while true {
      let number = unsafe systemOpen(path, flags, 0o666)
      if number >= 0 { return Descriptor(number: number) }
      if errno != EINTR { throw .last() }
    }
  }

  /// Opens a file to lock it; a link is not followed.
  static func openToLock(_ path: String) throws(Failure) -> Descriptor {
    try open(path, flags: O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
  }

  /// What came of asking for a lock.
  enum Lock {
    case held, heldByAnother, unavailable
  }

  /// Locks a file for as long as it is open, without waiting; the lock of a process that dies goes with it.
  static func lock(_ file: borrowing Descriptor) -> Lock {
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return .heldByAnother }
      if errno != EINTR { return .unavailable }
    }
    return .held
  }

  /// Whether an open file still has a name.
  static func hasName(_ file: borrowing Descriptor) throws(Failure) -> Bool {
    var information = stat()
    if unsafe fstat(file.number, &information) != 0 { throw .last() }
    return information.st_nlink > 0
  }

  /// What is open, and its size in bytes.
  static func examine(_ file: borrowing Descriptor) throws(Failure) -> (kind: Kind, count: Int) {
    var information = stat()
    if unsafe fstat(file.number, &information) != 0 { throw .last() }
    return (kind(of: information), Int(information.st_size))
  }

  /// What is at a path; links are followed.
  static func examine(_ path: String) throws(Failure) -> Kind {
    try refuseNUL(path)
    var information = stat()
    if unsafe stat(path, &information) != 0 { throw .last() }
    return kind(of: information)
  }

  /// Which file is at a path, and when it was last written; links are followed.
  static func stamp(_ path: String) throws(Failure) -> FileStamp {
    try refuseNUL(path)
    var information = stat()
    if unsafe stat(path, &information) != 0 { throw .last() }
    #if canImport(Darwin)
      let written = information.st_mtimespec
    #else
      let written = information.st_mtim
    #endif
    return FileStamp(
      device: UInt64(truncatingIfNeeded: information.st_dev), number: UInt64(information.st_ino),
      count: Int(information.st_size), seconds: Int(written.tv_sec), nanoseconds: Int(written.tv_nsec))
  }

  private static func kind(of information: stat) -> Kind {
    switch information.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }

  /// Reads until the buffer is full or the file ends; returns the number of bytes read.
  static func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from file: borrowing Descriptor
  ) throws(Failure) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = unsafe read(file.number, buffer.baseAddress! + filled, min(buffer.count - filled, 1 << 30))
      if count > 0 {
        filled += count
      } else if count == 0 {
        break
      } else if errno != EINTR {
        throw .last()
      }
    }
    return filled
  }

  /// Reads until the buffer is full or the file ends; returns the number of bytes read.
  static func fill(_ buffer: inout [UInt8], from file: borrowing Descriptor) throws(Failure) -> Int {
    var span = buffer.mutableSpan
    return unsafe try span.withUnsafeMutableBytes { (raw) throws(Failure) in unsafe try fill(raw, from: file)
    }
  }

  /// Writes all bytes.
  static func write(_ bytes: RawSpan, to file: borrowing Descriptor) throws(Failure) {
    try unsafe bytes.withUnsafeBytes { (raw) throws(Failure) in
      var written = 0
      while written < raw.count {
        let count = unsafe systemWrite(
          file.number, raw.baseAddress! + written, min(raw.count - written, 1 << 30))
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          throw Failure.last()
        }
      }
    }
  }

  /// Waits until the device has the bytes.
  static func synchronize(_ file: borrowing Descriptor) throws(Failure) {
    while fsync(file.number) != 0 {
      if errno != EINTR { throw .last() }
    }
  }

  static func move(_ source: String, to target: String) throws(Failure) {
    try refuseNUL(target)
    if unsafe rename(source, target) != 0 { throw .last() }
  }

  static func remove(_ path: String) {
    _ = unsafe unlink(path)
  }

  static func makeFolder(_ path: String) throws(Failure) {
    try refuseNUL(path)
    if unsafe mkdir(path, 0o777) != 0 { throw .last() }
  }

  /// Maps the first `count` bytes of a file, which keep their place in the page cache.
  ///
  /// - Precondition: `count` is positive.
  static func map(_ file: borrowing Descriptor, count: Int) throws(Failure) -> UnsafeMutableRawPointer {
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, file.number, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { throw .last() }
    return unsafe address
  }

  /// Zeroed memory of whole pages; large pages where the system grants them.
  ///
  /// - Precondition: `count` is positive.
  static func mapMemory(count: Int) throws(Failure) -> UnsafeMutableRawPointer {
    let address = unsafe mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { throw .last() }
    #if os(Linux)
      // Only a hint: scattered rows of a large file then cost fewer misses in the translation buffer.
      _ = unsafe madvise(address, count, MADV_HUGEPAGE)
    #endif
    return unsafe address
  }

  static func unmap(_ address: UnsafeMutableRawPointer, count: Int) {
    _ = unsafe munmap(address, count)
  }

  /// Tells the system not to read ahead.
  static func expectRandomAccess(_ address: UnsafeMutableRawPointer, count: Int) {
    _ = unsafe madvise(address, count, MADV_RANDOM)
  }

  private static func refuseNUL(_ path: String) throws(Failure) {
    if path.utf8.contains(0) { throw .pathWithNUL }
  }
}

// The members above have the names of the calls; these two lead out of their scope.

private func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
  unsafe open(path, flags, mode)
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  unsafe write(file, bytes, count)
}
