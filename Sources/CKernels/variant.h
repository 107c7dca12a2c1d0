// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Included once for each variant with VARIANT (a suffix), TARGET (a function attribute), WIDTH (floats in a
// register: 16, 8 or 4), GROUP (rows that share the loads of coefficients) and NATIVE_HALF defined.
//
// Each sample of a batch needs only its own logits for its gradient, so one pass over its row gives all:
// while layer l of the row is in registers as t = (x − center)·scale, it goes into the representation S +=
// mixture[l]·t and into the products P[l,k] = t·weight[k]. Then logits are the mixture of P over l, the
// gradient by mixture[l] is the cross-entropy's gradient times P[l,:], and the gradient by weight[k] is a
// multiple of S.
//
// A register of 8 floats holds half of the 16 lanes, and one of 4 a quarter, so such variants walk over the
// columns twice or four times; each lane sees the same additions in the same order in all variants.

#define NAME_(a, b) a##_##b
#define NAME__(a, b) NAME_(a, b)
#define NAME(a) NAME__(a, VARIANT)
#define INLINE static inline __attribute__((always_inline))
// How often a variant walks over the columns: once for each register that the 16 lanes take.
#define PASSES (SER_LANES / WIDTH)

typedef float NAME(floats) __attribute__((vector_size(WIDTH * 4), aligned(4)));
typedef uint32_t NAME(words) __attribute__((vector_size(WIDTH * 4), aligned(4)));
typedef uint16_t NAME(shorts) __attribute__((vector_size(WIDTH * 2), aligned(2)));
#if NATIVE_HALF
typedef _Float16 NAME(halves) __attribute__((vector_size(WIDTH * 2), aligned(2)));
#endif

#define FLOATS NAME(floats)
#define AT(pointer) (*(FLOATS *)(pointer))
#define CONST_AT(pointer) (*(const FLOATS *)(pointer))

// Subnormal halves included; infinities and NaN never get here, they are refused when a store is opened.
#if NATIVE_HALF
#define WIDEN(p) __builtin_convertvector(*(const NAME(halves) *)(p), FLOATS)
#else
#define WIDEN(p) \
  ({ \
    NAME(words) w_ = __builtin_convertvector(*(const NAME(shorts) *)(p), NAME(words)); \
    NAME(words) magnitude_ = (w_ & 0x7fff) << 13, sign_ = (w_ & 0x8000) << 16; \
    FLOATS f_ = (FLOATS)magnitude_ * 0x1p112f; \
    (FLOATS)((NAME(words))f_ | sign_); \
  })
#endif

#define SPLAT(x) ((x) - (FLOATS){0})
#define LOAD(x, i) (half ? WIDEN((const uint16_t *)(x) + (i)) : CONST_AT((const float *)(x) + (i)))

#include "variant_layer.h"
#include "variant_scores.h"
#include "variant_gradient.h"
#include "variant_products.h"
#include "variant_adam.h"
#include "variant_moments.h"

#undef NAME_
#undef NAME__
#undef NAME
#undef INLINE
#undef PASSES
#undef FLOATS
#undef AT
#undef CONST_AT
#undef WIDEN
#undef SPLAT
#undef LOAD
#undef VARIANT
#undef TARGET
#undef WIDTH
#undef GROUP
#undef NATIVE_HALF
