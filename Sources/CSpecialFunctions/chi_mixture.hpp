// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_CHI_MIXTURE_HPP
#define SER_CHI_MIXTURE_HPP

#include <algorithm>
#include <cmath>
#include <limits>

namespace ser {

/// The natural logarithm of 2 (v/2)^(v/2) e^(-v/2) / gamma(v/2): the height, at s = 1, of the density of log s for
/// s = chi / sqrt(v).
///
/// Stirling's series past v = 60: there the gamma function and the power would cancel to a few digits.
inline long double log_chi_height(long double degrees_of_freedom) {
  const long double z = degrees_of_freedom / 2;
  if (z < 30) return std::log(2.0L) + z * std::log(z) - z - std::lgamma(z);
  const long double y = 1 / (z * z);
  const long double series = (1.0L / 12 - y * (1.0L / 360 - y * (1.0L / 1260 - y * (1.0L / 1680 - y / 1188)))) / z;
  return std::log(2.0L) + std::log(z / (2 * std::acos(-1.0L))) / 2 - series;
}

/// The mean of `tail`(s) over s = chi / sqrt(v), for a tail that falls (or rises) with s.
///
/// Every term is positive, so a mean of 1e-300 has as many digits as one of 1/2: this is what a series of alternating
/// terms, or a difference from 1, cannot give. In log s the integrand is analytic and falls off on both sides, hence
/// the trapezoidal rule, whose error is about squared with each halving of the step: it stops when one halving
/// changed the sum by less than `change`, and gives NaN if 2^17 terms were not enough.
template <typename Tail>
long double chi_mixture(long double degrees_of_freedom, bool falling, long double change, Tail tail) {
  const long double v = degrees_of_freedom;
  const long double height = log_chi_height(v);
  const auto weight = [&](long double u) { return std::exp(height + v * (u - std::expm1(2 * u) / 2)); };
  const auto term = [&](long double u) {
    const long double w = weight(u);
    return w > 0 ? w * tail(std::exp(u)) : 0;
  };
  // Where a factor underflows, the way to larger terms is known: to s = 1, or to where the tail grows.
  const auto score = [&](long double u) -> long double {
    if (!(weight(u) > 0)) return -1e8L - 1e3L * std::fabs(u);
    const long double value = term(u);
    return value > 0 ? std::log(value) : -1e6L + 1e2L * (falling ? -u : u);
  };

  const long double unit = 1 / std::sqrt(2 * v + 1);
  long double middle = 0, low, high;
  {
    long double best = score(0), step = unit;
    const long double left = score(-step), right = score(step);
    long double direction = left > right ? -1 : 1;
    long double behind = -direction * step, ahead = direction * step;
    long double value = std::max(left, right);
    while (value > best) {
      behind = middle;
      middle = ahead;
      best = value;
      step *= 2;
      ahead = middle + direction * step;
      value = score(ahead);
    }
    low = std::min(behind, ahead);
    high = std::max(behind, ahead);
    // A golden section or two: the middle has only to be near the bulk.
    for (int i = 0; i < 60 && high - low > 4 * unit; ++i) {
      const bool right_is_longer = high - middle > middle - low;
      const long double probe = right_is_longer ? middle + 0.382L * (high - middle) : middle - 0.382L * (middle - low);
      const long double found = score(probe);
      if (found > best) {
        (right_is_longer ? low : high) = middle;
        middle = probe;
        best = found;
      } else {
        (right_is_longer ? high : low) = probe;
      }
    }
  }

  // Sums outwards from the middle until terms no longer count.
  long count = 0;
  const auto sum_from = [&](long double start, long double step, long double floor) {
    long double sum = 0;
    for (long double u = start;; u += step) {
      const long double value = term(u);
      sum += value;
      ++count;
      if (value <= 1e-19L * std::max(sum, floor) && value <= floor * 1e-17L) break;
      if (count > (1L << 17)) break;
    }
    return sum;
  };
  long double step = unit;
  const long double peak = term(middle);
  if (!(peak > 0)) return 0;
  long double sum = peak + sum_from(middle + step, step, peak) + sum_from(middle - step, -step, peak);
  while (true) {
    const long double half = step / 2;
    const long double between = sum_from(middle + half, step, peak) + sum_from(middle - half, -step, peak);
    if (count > (1L << 17)) return std::numeric_limits<long double>::quiet_NaN();
    const bool converged = std::fabs(between - sum) <= change * (between + sum);
    sum += between;
    step = half;
    if (converged) return sum * step;
  }
}

/// P(Z > x), and P(Z <= x) for -x.
inline long double normal_upper(long double x) {
  return std::erfc(x / std::sqrt(2.0L)) / 2;
}

}  // namespace ser

#endif
