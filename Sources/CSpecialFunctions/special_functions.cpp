// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "special_functions.h"

#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace {

namespace policies = boost::math::policies;
using boost::math::cdf;
using boost::math::complement;
using boost::math::quantile;

/// Errors become NaN or infinity in the result: nothing is thrown, and errno is left alone.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>,
    policies::indeterminate_result_error<policies::ignore_error>>;

using Normal = boost::math::normal_distribution<double, Quiet>;
/// In extended precision, because Boost squares t: at half a degree of freedom t = 1e290 has a p of 3e-146.
using StudentT = boost::math::students_t_distribution<long double, Quiet>;
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

double ser_noncentral_t_lower_tail(double degrees_of_freedom, double noncentrality, double t) {
  return lower_tail(NoncentralT(degrees_of_freedom, noncentrality), t);
}
double ser_noncentral_t_upper_tail(double degrees_of_freedom, double noncentrality, double t) {
  return upper_tail(NoncentralT(degrees_of_freedom, noncentrality), t);
}
double ser_noncentral_t_lower_quantile(double degrees_of_freedom, double noncentrality, double p) {
  return lower_quantile(NoncentralT(degrees_of_freedom, noncentrality), p);
}
double ser_noncentral_t_upper_quantile(double degrees_of_freedom, double noncentrality, double p) {
  return upper_quantile(NoncentralT(degrees_of_freedom, noncentrality), p);
}

}  // extern "C"
