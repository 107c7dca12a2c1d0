// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_SPECIAL_FUNCTIONS_H
#define SER_SPECIAL_FUNCTIONS_H

// A C face over Boost.Math, for SERStats alone. Four functions a distribution: both tails, and the quantile of either
// tail; parameters first, the argument last. Both tails exist because 1 - p loses every digit of a small p.
//
// No exception crosses: an argument outside the domain gives NaN, so callers check domains first.

#ifdef __cplusplus
extern "C" {
#endif

double ser_normal_lower_tail(double x);
double ser_normal_upper_tail(double x);
double ser_normal_lower_quantile(double p);
double ser_normal_upper_quantile(double p);

double ser_student_t_lower_tail(double degrees_of_freedom, double t);
double ser_student_t_upper_tail(double degrees_of_freedom, double t);
double ser_student_t_lower_quantile(double degrees_of_freedom, double p);
double ser_student_t_upper_quantile(double degrees_of_freedom, double p);

double ser_noncentral_t_lower_tail(double degrees_of_freedom, double noncentrality, double t);
double ser_noncentral_t_upper_tail(double degrees_of_freedom, double noncentrality, double t);
double ser_noncentral_t_lower_quantile(double degrees_of_freedom, double noncentrality, double p);
double ser_noncentral_t_upper_quantile(double degrees_of_freedom, double noncentrality, double p);

#ifdef __cplusplus
}
#endif

#endif
