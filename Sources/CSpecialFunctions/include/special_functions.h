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
double ser_normal_density(double x);
double ser_normal_lower_quantile(double p);
double ser_normal_upper_quantile(double p);

double ser_student_t_lower_tail(double degrees_of_freedom, double t);
double ser_student_t_upper_tail(double degrees_of_freedom, double t);
double ser_student_t_density(double degrees_of_freedom, double t);
double ser_student_t_lower_quantile(double degrees_of_freedom, double p);
double ser_student_t_upper_quantile(double degrees_of_freedom, double p);

double ser_noncentral_t_lower_tail(double degrees_of_freedom, double noncentrality, double t);
double ser_noncentral_t_upper_tail(double degrees_of_freedom, double noncentrality, double t);
double ser_noncentral_t_lower_quantile(double degrees_of_freedom, double noncentrality, double p);
double ser_noncentral_t_upper_quantile(double degrees_of_freedom, double noncentrality, double p);

double ser_fisher_f_lower_tail(double numerator, double denominator, double x);
double ser_fisher_f_upper_tail(double numerator, double denominator, double x);
double ser_fisher_f_density(double numerator, double denominator, double x);
double ser_fisher_f_lower_quantile(double numerator, double denominator, double p);
double ser_fisher_f_upper_quantile(double numerator, double denominator, double p);

double ser_chi_squared_lower_tail(double degrees_of_freedom, double x);
double ser_chi_squared_upper_tail(double degrees_of_freedom, double x);
double ser_chi_squared_density(double degrees_of_freedom, double x);
double ser_chi_squared_lower_quantile(double degrees_of_freedom, double p);
double ser_chi_squared_upper_quantile(double degrees_of_freedom, double p);

double ser_beta_lower_tail(double alpha, double beta, double x);
double ser_beta_upper_tail(double alpha, double beta, double x);
double ser_beta_density(double alpha, double beta, double x);
double ser_beta_lower_quantile(double alpha, double beta, double p);
double ser_beta_upper_quantile(double alpha, double beta, double p);

double ser_binomial_lower_tail(double trials, double probability, double successes);
double ser_binomial_upper_tail(double trials, double probability, double successes);
double ser_binomial_mass(double trials, double probability, double successes);

// The groups are a whole number from 2, the degrees of freedom positive and at times infinite.
double ser_studentized_range_lower_tail(double groups, double degrees_of_freedom, double q);
double ser_studentized_range_upper_tail(double groups, double degrees_of_freedom, double q);
double ser_studentized_range_lower_quantile(double groups, double degrees_of_freedom, double p);
double ser_studentized_range_upper_quantile(double groups, double degrees_of_freedom, double p);

#ifdef __cplusplus
}
#endif

#endif
