// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef COPENBLAS_SHIM_H
#define COPENBLAS_SHIM_H

#include <cblas.h>
#include <stddef.h>

// LAPACK lies inside OpenBLAS, but Debian's package brings no header for it. Matrices are column-major, all
// arguments are addresses, and each character argument has a hidden length at the end, which is 1.

#ifdef __cplusplus
extern "C" {
#endif

// Singular value decomposition, by divide and conquer.
void sgesdd_(const char *job, const blasint *m, const blasint *n, float *a, const blasint *lda, float *s,
    float *u, const blasint *ldu, float *vt, const blasint *ldvt, float *work, const blasint *lwork, blasint
    *iwork, blasint *info, size_t job_length);
void dgesdd_(const char *job, const blasint *m, const blasint *n, double *a, const blasint *lda, double *s,
    double *u, const blasint *ldu, double *vt, const blasint *ldvt, double *work, const blasint *lwork,
    blasint *iwork, blasint *info, size_t job_length);

// Eigenvalues and eigenvectors of a symmetric matrix, by divide and conquer.
void ssyevd_(const char *job, const char *triangle, const blasint *n, float *a, const blasint *lda, float
    *w, float *work, const blasint *lwork, blasint *iwork, const blasint *liwork, blasint *info, size_t
    job_length, size_t triangle_length);
void dsyevd_(const char *job, const char *triangle, const blasint *n, double *a, const blasint *lda, double
    *w, double *work, const blasint *lwork, blasint *iwork, const blasint *liwork, blasint *info, size_t
    job_length, size_t triangle_length);

// LQ factorization.
void sgelqf_(const blasint *m, const blasint *n, float *a, const blasint *lda, float *tau, float *work,
    const blasint *lwork, blasint *info);
void dgelqf_(const blasint *m, const blasint *n, double *a, const blasint *lda, double *tau, double *work,
    const blasint *lwork, blasint *info);

// The orthogonal factor that gelqf left as reflections.
void sorglq_(const blasint *m, const blasint *n, const blasint *k, float *a, const blasint *lda, const float
    *tau, float *work, const blasint *lwork, blasint *info);
void dorglq_(const blasint *m, const blasint *n, const blasint *k, double *a, const blasint *lda, const
    double *tau, double *work, const blasint *lwork, blasint *info);

// Cholesky factorization.
void spotrf_(const char *triangle, const blasint *n, float *a, const blasint *lda, blasint *info, size_t
    triangle_length);
void dpotrf_(const char *triangle, const blasint *n, double *a, const blasint *lda, blasint *info, size_t
    triangle_length);

// Solves by the factor of potrf.
void spotrs_(const char *triangle, const blasint *n, const blasint *right_sides, const float *a, const
    blasint *lda, float *b, const blasint *ldb, blasint *info, size_t triangle_length);
void dpotrs_(const char *triangle, const blasint *n, const blasint *right_sides, const double *a, const
    blasint *lda, double *b, const blasint *ldb, blasint *info, size_t triangle_length);

// Reciprocal condition number by the factor of potrf.
void spocon_(const char *triangle, const blasint *n, const float *a, const blasint *lda, const float *norm,
    float *reciprocal_condition, float *work, blasint *iwork, blasint *info, size_t triangle_length);
void dpocon_(const char *triangle, const blasint *n, const double *a, const blasint *lda, const double
    *norm, double *reciprocal_condition, double *work, blasint *iwork, blasint *info, size_t
    triangle_length);

// LU factorization with row exchanges.
void sgetrf_(const blasint *m, const blasint *n, float *a, const blasint *lda, blasint *pivots, blasint
    *info);
void dgetrf_(const blasint *m, const blasint *n, double *a, const blasint *lda, blasint *pivots, blasint
    *info);

// Solves by the factors of getrf.
void sgetrs_(const char *transposition, const blasint *n, const blasint *right_sides, const float *a, const
    blasint *lda, const blasint *pivots, float *b, const blasint *ldb, blasint *info, size_t
    transposition_length);
void dgetrs_(const char *transposition, const blasint *n, const blasint *right_sides, const double *a, const
    blasint *lda, const blasint *pivots, double *b, const blasint *ldb, blasint *info, size_t
    transposition_length);

// Reciprocal condition number by the factors of getrf.
void sgecon_(const char *norm_kind, const blasint *n, const float *a, const blasint *lda, const float *norm,
    float *reciprocal_condition, float *work, blasint *iwork, blasint *info, size_t norm_kind_length);
void dgecon_(const char *norm_kind, const blasint *n, const double *a, const blasint *lda, const double
    *norm, double *reciprocal_condition, double *work, blasint *iwork, blasint *info, size_t
    norm_kind_length);

#ifdef __cplusplus
}
#endif

#endif
