// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc  // The fused multiply-add is a function of libm where the processor is not known to have it.
#endif

/// PyTorch's CPU generator, as far as training a probe draws from it, so that released training runs replay.
///
/// It exists to replay others; our own draws come from ``RandomStream``. One generator serves initialization
/// and batch order in turn, so the order of the calls is part of the result.
///
/// ```swift
/// var generator = PyTorchGenerator(seed: 20_260_505)  // torch.manual_seed(20260505)
/// let (weight, bias) = generator.linearLayer(inputs: 768, outputs: 4)  // torch.nn.Linear(768, 4)
/// let order = generator.randomPermutation(200)  // torch.randperm(200)
/// ```
///
/// - Source: PyTorch, `native/TensorFactories.cpp`, `native/cpu/DistributionTemplates.h` and
///   `core/TransformationHelper.h` under `aten/src/ATen`; every method is compared bit for bit with PyTorch
///   2.13 on x86-64.
public struct PyTorchGenerator: Hashable, Sendable {
  private var twister: MersenneTwister

  /// The equal of `torch.Generator().manual_seed(seed)`.
  ///
  /// - Parameter seed: PyTorch keeps only the low 32 bits, so seeds 2³² apart are the same.
  public init(seed: UInt64) {
    twister = MersenneTwister(seed: seed)
  }

  /// The next 32-bit word.
  public mutating func next32() -> UInt32 { twister.next32() }

  /// A number from [`lo`, `hi`): `lo` + *x* · (`hi` − `lo`) with *x* the low 24 bits of a word over 2²⁴.
  ///
  /// Product and sum are rounded once, as in PyTorch's builds for x86-64; rounding twice would differ in the
  /// last place for about half of the values. What rounds to `hi` becomes `lo`: PyTorch 2.13 keeps the
  /// interval half open that way. Older releases returned `hi`; bounds that are symmetric about zero, as a
  /// layer's are, never meet the case.
  public mutating func uniform(from lo: Float, to hi: Float) -> Float {
    let fraction = Float(twister.next32() & 0xFF_FFFF) * 0x1p-24
    let value = lo.addingProduct(fraction, hi - lo)
    return value == hi ? lo : value
  }

  /// `count` numbers from [`lo`, `hi`), the equal of `torch.empty(count).uniform_(lo, hi)`.
  ///
  /// - Precondition: `count >= 0`.
  public mutating func uniform(count: Int, from lo: Float, to hi: Float) -> [Float] {
    precondition(count >= 0, "PyTorchGenerator.uniform: \(count) numbers; the count cannot be negative")
    return (0..<count).map { _ in uniform(from: lo, to: hi) }
  }

  /// The start of `torch.nn.Linear(inputs, outputs)`: first the weight is drawn, then the bias.
  ///
  /// Both are uniform within 1/√`inputs` of zero. PyTorch reaches the weight's bound through a gain, √3 ·
  /// (√(2/6) / √`inputs`), which may differ from 1/√`inputs` in the last place, so the two bounds are
  /// computed apart.
  ///
  /// - Returns: The weight, shape `[outputs, inputs]` in row-major order, and the bias, shape `[outputs]`.
  /// - Precondition: `inputs > 0` and `outputs > 0`.
  /// - Complexity: `inputs` · `outputs` + `outputs` words.
  public mutating func linearLayer(inputs: Int, outputs: Int) -> (weight: [Float], bias: [Float]) {
    precondition(
      inputs > 0 && outputs > 0, "linearLayer: \(inputs) inputs, \(outputs) outputs; both must be positive")
    let root = Double(inputs).squareRoot()
    let gain = (2.0 / 6.0).squareRoot()
    let weightBound = Float(3.0.squareRoot() * (gain / root))
    let biasBound = Float(1 / root)
    let weight = uniform(count: inputs * outputs, from: -weightBound, to: weightBound)
    let bias = uniform(count: outputs, from: -biasBound, to: biasBound)
    return (weight, bias)
  }

  /// The numbers 0 ..< `n` in random order, the equal of `torch.randperm(n)`.
  ///
  /// Place *i* is swapped with the place *i* + word mod (*n* − *i*), for *i* from the left: *n* − 1 words.
  /// The modulo is slightly uneven; that is PyTorch's, and below 10⁻⁶ for *n* up to 4000.
  ///
  /// - Precondition: `0 <= n < 214_748_364`. From there on PyTorch follows another rule, which no training
  ///   set needs. Compared with PyTorch 2.13 up to *n* = 10⁷.
  /// - Complexity: O(*n*), one allocation.
  public mutating func randomPermutation(_ n: Int) -> [Int] {
    precondition(
      n >= 0 && n < Self.permutationBound,
      "randomPermutation: n is \(n); it must be at least 0 and below \(Self.permutationBound)")
    var order = Array(0..<n)
    for place in 0..<max(n - 1, 0) {
      let offset = twister.next32() % UInt32(truncatingIfNeeded: n - place)
      order.swapAt(place, place + Int(offset))
    }
    return order
  }

  /// A twentieth of the largest 32-bit word, where PyTorch changes its rule.
  private static let permutationBound = Int(UInt32.max / 20)
}
