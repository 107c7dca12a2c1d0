// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "special_functions.h"

#include <algorithm>
#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <limits>

#include "chi_mixture.hpp"

namespace {

namespace policies = boost::math::policies;
using boost::math::cdf;
using boost::math::complement;
using boost::math::pdf;
using boost::math::quantile;

/// Errors become NaN or infinity in the result: nothing is thrown, and errno is left alone.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>,
    policies::indeterminate_result_error<policies::ignore_error>>;

/// In extended precision, because x / sqrt(2), t squared and the argument of the beta function are rounded on the way:
/// a far tail magnifies that, and at half a degree of freedom t = 1e290 has a p of 3e-146.
using Normal = boost::math::normal_distribution<long double, Quiet>;
using StudentT = boost::math::students_t_distribution<long double, Quiet>;
using FisherF = boost::math::fisher_f_distribution<long double, Quiet>;
using ChiSquared = boost::math::chi_squared_distribution<long double, Quiet>;
using Beta = boost::math::beta_distribution<long double, Quiet>;
using Binomial = boost::math::binomial_distribution<long double, Quiet>;
using NoncentralT = boost::math::non_central_t_distribution<double, Quiet>;

/// Some of Boost's inner loops ignore the policy (`itrunc` of a noncentrality above 65,535), so catch as well.
template <typename Function>
double quietly(Function function) noexcept {
  try {
    return function();
  } catch (...) {
    return std::numeric_limits<double>::quiet_NaN();
  }
}

template <typename Distribution>
double lower_tail(const Distribution &distribution, double x) noexcept {
  return quietly([&] { return cdf(distribution, x); });
}

template <typename Distribution>
double upper_tail(const Distribution &distribution, double x) noexcept {
  return quietly([&] { return cdf(complement(distribution, x)); });
}

template <typename Distribution>
double density(const Distribution &distribution, double x) noexcept {
  return quietly([&] { return pdf(distribution, x); });
}

template <typename Distribution>
double lower_quantile(const Distribution &distribution, double p) noexcept {
  return quietly([&] { return quantile(distribution, p); });
}

template <typename Distribution>
double upper_quantile(const Distribution &distribution, double p) noexcept {
  return quietly([&] { return quantile(complement(distribution, p)); });
}

/// One degree of freedom is Cauchy's distribution, whose closed form keeps all digits; Boost takes the arcsine of
/// a number near 1 there, and is 1e-12 off at t = 1e-8.
double student_t_upper_tail(double degrees_of_freedom, double t) noexcept {
  if (degrees_of_freedom == 1) return std::atan2(1.0, t) / boost::math::constants::pi<double>();
  return upper_tail(StudentT(degrees_of_freedom), t);
}

/// The x > 0 with tail(x) = p to a relative `width`, solved for the logarithms of both: so a p of 1e-300 is no harder
/// than one of 1/2.
template <typename Tail>
long double positive_quantile(long double p, bool rising, long double guess, long double width, Tail tail) {
  const auto excess = [&](long double log_x) -> long double {
    const long double found = tail(std::exp(log_x));
    return (found > 0 ? std::log(found) : -20000.0L) - std::log(p);
  };
  // Steps that double, until the sign changes.
  long double low = std::log(guess), at_low = excess(low), high = low, at_high = at_low;
  for (long double step = 0.5L; (at_low > 0) == (at_high > 0) && at_low != 0; step *= 2) {
    if (step > 1e4L) return std::numeric_limits<long double>::quiet_NaN();
    const bool up = (at_low < 0) == rising;
    if (up) {
      low = high, at_low = at_high;
      high += step;
      at_high = excess(high);
    } else {
      high = low, at_high = at_low;
      low -= step;
      at_low = excess(low);
    }
  }
  if (at_low == 0) return std::exp(low);
  if (at_high == 0) return std::exp(high);
  std::uintmax_t steps = 200;
  const auto close = [width](long double a, long double b) {
    return std::fabs(a - b) <= width;
  };
  const auto ends = boost::math::tools::toms748_solve(excess, low, high, at_low, at_high, close, steps);
  return std::exp((ends.first + ends.second) / 2);
}

/// Boost's inverse of the beta function is far off in places (F(10, 5) at p = 4e-250, beta(5, 1e4) at 8e-133), so it
/// is only where the search begins.
template <typename Distribution>
double positive_quantile_of(const Distribution &distribution, double p, bool upper) noexcept {
  if (p > 0.5) return positive_quantile_of(distribution, 1 - p, !upper);
  const long double top = range(distribution).second;
  const auto tail = [&](long double x) -> long double {
    if (x >= top) return upper ? 0 : 1;
    return upper ? cdf(complement(distribution, x)) : cdf(distribution, x);
  };
  const double guess = upper ? upper_quantile(distribution, p) : lower_quantile(distribution, p);
  return quietly([&] {
    const bool usable = guess > 0 && guess < top && std::isfinite(guess);
    return static_cast<double>(positive_quantile(p, !upper, usable ? guess : 0.5L, 1e-16L, tail));
  });
}

/// Beta's closed form for two shapes of 1/2 keeps all digits of the larger tail; Boost takes an arcsine of a number near 1
/// there, and is 6e-11 off at x = 1e-20.
double arcsine_tail(double smaller, double larger) noexcept {
  return std::atan2(std::sqrt(smaller), std::sqrt(larger)) * 2 / boost::math::constants::pi<double>();
}

/// P(T > t) for T = (Z + d) / s with s = chi / sqrt(v), as the mean of P(Z > t s - d).
double noncentral_t_mixture(double degrees_of_freedom, double noncentrality, double t) {
  return static_cast<double>(ser::chi_mixture(degrees_of_freedom, t > 0, 1e-9L, [&](long double s) {
    return ser::normal_upper(t * s - noncentrality);
  }));
}

/// Past this noncentrality the series takes long (about d * d terms), and Z may be taken for above -d.
constexpr double far_noncentrality = 200;

/// P(T > t), or P(T < t), for a far d > 0 and a t above the spread of s: the mean over Z of P(s < (Z + d) / t), or above.
double noncentral_t_far(double degrees_of_freedom, double d, double t, bool above) {
  const double half = degrees_of_freedom / 2;
  // All terms are smooth on the scale of Z, so that the trapezoidal rule at a quarter leaves less than 1e-16.
  constexpr double step = 0.25;
  double sum = 0;
  for (int i = -152; i <= 152; ++i) {
    const double z = i * step;
    const double root = (z + d) / t;
    const double x = half * root * root;
    const double share = std::isinf(x) ? (above ? 1 : 0)
                         : above       ? boost::math::gamma_p(half, x, Quiet())
                                       : boost::math::gamma_q(half, x, Quiet());
    sum += std::exp(-z * z / 2) * share;
  }
  return sum * step / std::sqrt(2 * boost::math::constants::pi<double>());
}

/// Boost's series where its absolute error (1e-14) is small enough, the mixture in the tail; neither far from 0.
double noncentral_t_upper_tail(double degrees_of_freedom, double noncentrality, double t) noexcept {
  const double d = std::abs(noncentrality);
  if (d > far_noncentrality && t != 0) {
    // The other sign has less than 1e-8000.
    if ((t > 0) != (noncentrality > 0)) return t > 0 ? 0 : 1;
    const bool above = t > 0;
    if (std::abs(t) > 2 * std::sqrt(2 * degrees_of_freedom)) {
      return quietly([&] { return noncentral_t_far(degrees_of_freedom, d, std::abs(t), above); });
    }
    const double mixture = quietly([&] { return noncentral_t_mixture(degrees_of_freedom, noncentrality, t); });
    if (!std::isnan(mixture)) return mixture;
  }
  const double series = upper_tail(NoncentralT(degrees_of_freedom, noncentrality), t);
  if (series > 1e-3 || t == 0) return t == 0 ? static_cast<double>(ser::normal_upper(-noncentrality)) : series;
  const double mixture = quietly([&] { return noncentral_t_mixture(degrees_of_freedom, noncentrality, t); });
  return std::isnan(mixture) ? series : mixture;
}

/// The t with P(T > t) = p.
double noncentral_t_upper_quantile(double degrees_of_freedom, double noncentrality, double p) noexcept {
  if (p > 0.5) return -noncentral_t_upper_quantile(degrees_of_freedom, -noncentrality, 1 - p);
  const double below_zero = static_cast<double>(ser::normal_upper(-noncentrality));
  return quietly([&]() -> double {
    if (p == below_zero) return 0;
    if (p < below_zero) {
      return static_cast<double>(positive_quantile(p, false, 1 + std::max(0.0, noncentrality), 1e-13L, [&](long double t) {
        return noncentral_t_upper_tail(degrees_of_freedom, noncentrality, static_cast<double>(t));
      }));
    }
    return -static_cast<double>(positive_quantile(p, true, 1.0, 1e-13L, [&](long double t) {
      return noncentral_t_upper_tail(degrees_of_freedom, noncentrality, static_cast<double>(-t));
    }));
  });
}

/// One group falls into [z, z + w] with this probability.
long double normal_between(long double z, long double w) {
  const long double middle = z + w / 2;
  if (w < 1e-5L) {
    const long double height = std::exp(-middle * middle / 2) / std::sqrt(2 * std::acos(-1.0L));
    return height * w * (1 + (middle * middle - 1) * w * w / 24);
  }
  return middle > 0 ? ser::normal_upper(z) - ser::normal_upper(z + w)
                    : ser::normal_upper(-z - w) - ser::normal_upper(-z);
}

/// P(range of k standard normals <= w), or > w: the mean over the least of them, z, by the trapezoidal rule.
///
/// Above w: the others are all above z, less those that are all in [z, z + w]; the difference of the two powers is
/// taken by expm1, so that a tail of 1e-300 has its digits.
long double range_tail(double groups, long double w, bool upper) {
  const long double others = groups - 1;
  const long double step = 0.7L / std::sqrt(static_cast<long double>(groups) + 8);
  const auto term = [&](long double z) -> long double {
    const long double height = std::exp(-z * z / 2);
    if (!upper) return height * std::pow(normal_between(z, w), others);
    const long double above = ser::normal_upper(z);
    if (!(above > 0)) return 0;
    const long double share = std::min(1.0L, ser::normal_upper(z + w) / above);
    return height * std::pow(above, others) * -std::expm1(others * std::log1p(-share));
  };
  // The largest term is less than 3.5 from -w/2 for up to thousands of groups; past it the terms only fall.
  long double sum = 0;
  for (long double side : {-1.0L, 1.0L}) {
    for (long double away = side < 0 ? step : 0; away < 12; away += step) {
      const long double next = term(-w / 2 + side * away);
      sum += next;
      if (away > 3.5L && next < 1e-19L * sum) break;
    }
  }
  return std::min(1.0L, sum * step * groups / std::sqrt(2 * std::acos(-1.0L)));
}

/// Each tail on its own where it is the smaller, else as what the other leaves.
long double range_probability(double groups, long double w, bool upper) {
  if (!(w > 0)) return upper ? 1 : 0;
  if (w > 200) return upper ? 0 : 1;
  // The lower tail is below k (w / sqrt(2 pi))^(k - 1).
  if (upper && (groups - 1) * std::log(w / 2.5L) + std::log(groups) < -48) return 1;
  const long double above = range_tail(groups, w, true);
  if (upper) return above;
  return above < 0.5L ? 1 - above : range_tail(groups, w, false);
}

double studentized_range_tail(double groups, double degrees_of_freedom, double q, bool upper) noexcept {
  return quietly([&]() -> double {
    if (std::isinf(degrees_of_freedom)) return static_cast<double>(range_probability(groups, q, upper));
    return static_cast<double>(ser::chi_mixture(degrees_of_freedom, upper, 1e-7L, [&](long double s) {
      return range_probability(groups, q * s, upper);
    }));
  });
}

double studentized_range_quantile(double groups, double degrees_of_freedom, double p, bool upper) noexcept {
  if (p > 0.5) return studentized_range_quantile(groups, degrees_of_freedom, 1 - p, !upper);
  return quietly([&]() -> double {
    return static_cast<double>(positive_quantile(p, !upper, 3.0, 1e-11L, [&](long double q) {
      return studentized_range_tail(groups, degrees_of_freedom, static_cast<double>(q), upper);
    }));
  });
}

}  // namespace

extern "C" {

double ser_normal_lower_tail(double x) {
  return lower_tail(Normal(), x);
}
double ser_normal_upper_tail(double x) {
  return upper_tail(Normal(), x);
}
double ser_normal_lower_quantile(double p) {
  return lower_quantile(Normal(), p);
}
double ser_normal_upper_quantile(double p) {
  return upper_quantile(Normal(), p);
}

double ser_normal_density(double x) {
  return density(Normal(), x);
}

double ser_student_t_lower_tail(double degrees_of_freedom, double t) {
  return student_t_upper_tail(degrees_of_freedom, -t);
}
double ser_student_t_upper_tail(double degrees_of_freedom, double t) {
  return student_t_upper_tail(degrees_of_freedom, t);
}
double ser_student_t_lower_quantile(double degrees_of_freedom, double p) {
  return lower_quantile(StudentT(degrees_of_freedom), p);
}
double ser_student_t_upper_quantile(double degrees_of_freedom, double p) {
  return upper_quantile(StudentT(degrees_of_freedom), p);
}

double ser_student_t_density(double degrees_of_freedom, double t) {
  return density(StudentT(degrees_of_freedom), t);
}

double ser_noncentral_t_lower_tail(double degrees_of_freedom, double noncentrality, double t) {
  return noncentral_t_upper_tail(degrees_of_freedom, -noncentrality, -t);
}
double ser_noncentral_t_upper_tail(double degrees_of_freedom, double noncentrality, double t) {
  return noncentral_t_upper_tail(degrees_of_freedom, noncentrality, t);
}
double ser_noncentral_t_lower_quantile(double degrees_of_freedom, double noncentrality, double p) {
  return -noncentral_t_upper_quantile(degrees_of_freedom, -noncentrality, p);
}
double ser_noncentral_t_upper_quantile(double degrees_of_freedom, double noncentrality, double p) {
  return noncentral_t_upper_quantile(degrees_of_freedom, noncentrality, p);
}

double ser_fisher_f_lower_tail(double numerator, double denominator, double x) {
  if (numerator == 1 && denominator == 1) return arcsine_tail(x, 1);
  return lower_tail(FisherF(numerator, denominator), x);
}
double ser_fisher_f_upper_tail(double numerator, double denominator, double x) {
  if (numerator == 1 && denominator == 1) return arcsine_tail(1, x);
  return upper_tail(FisherF(numerator, denominator), x);
}
double ser_fisher_f_density(double numerator, double denominator, double x) {
  return density(FisherF(numerator, denominator), x);
}
double ser_fisher_f_lower_quantile(double numerator, double denominator, double p) {
  return positive_quantile_of(FisherF(numerator, denominator), p, false);
}
double ser_fisher_f_upper_quantile(double numerator, double denominator, double p) {
  return positive_quantile_of(FisherF(numerator, denominator), p, true);
}

double ser_chi_squared_lower_tail(double degrees_of_freedom, double x) {
  return lower_tail(ChiSquared(degrees_of_freedom), x);
}
double ser_chi_squared_upper_tail(double degrees_of_freedom, double x) {
  return upper_tail(ChiSquared(degrees_of_freedom), x);
}
double ser_chi_squared_density(double degrees_of_freedom, double x) {
  return density(ChiSquared(degrees_of_freedom), x);
}
double ser_chi_squared_lower_quantile(double degrees_of_freedom, double p) {
  return lower_quantile(ChiSquared(degrees_of_freedom), p);
}
double ser_chi_squared_upper_quantile(double degrees_of_freedom, double p) {
  return upper_quantile(ChiSquared(degrees_of_freedom), p);
}

double ser_beta_lower_tail(double alpha, double beta, double x) {
  if (alpha == 0.5 && beta == 0.5) return arcsine_tail(x, 1 - x);
  return lower_tail(Beta(alpha, beta), x);
}
double ser_beta_upper_tail(double alpha, double beta, double x) {
  if (alpha == 0.5 && beta == 0.5) return arcsine_tail(1 - x, x);
  return upper_tail(Beta(alpha, beta), x);
}
double ser_beta_density(double alpha, double beta, double x) {
  return density(Beta(alpha, beta), x);
}
double ser_beta_lower_quantile(double alpha, double beta, double p) {
  return positive_quantile_of(Beta(alpha, beta), p, false);
}
double ser_beta_upper_quantile(double alpha, double beta, double p) {
  return positive_quantile_of(Beta(alpha, beta), p, true);
}

double ser_binomial_lower_tail(double trials, double probability, double successes) {
  return lower_tail(Binomial(trials, probability), successes);
}
double ser_binomial_upper_tail(double trials, double probability, double successes) {
  return upper_tail(Binomial(trials, probability), successes);
}
double ser_binomial_mass(double trials, double probability, double successes) {
  return density(Binomial(trials, probability), successes);
}
double ser_studentized_range_lower_tail(double groups, double degrees_of_freedom, double q) {
  return studentized_range_tail(groups, degrees_of_freedom, q, false);
}
double ser_studentized_range_upper_tail(double groups, double degrees_of_freedom, double q) {
  return studentized_range_tail(groups, degrees_of_freedom, q, true);
}
double ser_studentized_range_lower_quantile(double groups, double degrees_of_freedom, double p) {
  return studentized_range_quantile(groups, degrees_of_freedom, p, false);
}
double ser_studentized_range_upper_quantile(double groups, double degrees_of_freedom, double p) {
  return studentized_range_quantile(groups, degrees_of_freedom, p, true);
}

}  // extern "C"
