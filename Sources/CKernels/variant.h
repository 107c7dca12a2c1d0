// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Included once for each variant with VARIANT (a suffix), TARGET (a function attribute), WIDTH (floats in a
// register: 16 or 8), GROUP (rows that share the loads of coefficients) and NATIVE_HALF defined.
//
// Each sample of a batch needs only its own logits for its gradient, so one pass over its row gives all: while layer
// l of the row is in registers as t = (x − center)·scale, it goes into the representation S += mixture[l]·t and into
// the products P[l,k] = t·weight[k]. Then logits are the mixture of P over l, the gradient by mixture[l] is the
// cross-entropy's gradient times P[l,:], and the gradient by weight[k] is a multiple of S.
//
// A register of 8 floats holds half of the 16 lanes, so such variants walk over the columns twice; each lane sees
// the same additions in the same order in all variants.

#define NAME_(a, b) a##_##b
#define NAME__(a, b) NAME_(a, b)
#define NAME(a) NAME__(a, VARIANT)
#define INLINE static inline __attribute__((always_inline))

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
#define WIDEN(p)                                                                                                   \
  ({                                                                                                               \
    NAME(words) w_ = __builtin_convertvector(*(const NAME(shorts) *)(p), NAME(words));                             \
    NAME(words) magnitude_ = (w_ & 0x7fff) << 13, sign_ = (w_ & 0x8000) << 16;                                     \
    FLOATS f_ = (FLOATS)magnitude_ * 0x1p112f;                                                                     \
    (FLOATS)((NAME(words))f_ | sign_);                                                                             \
  })
#endif

#define SPLAT(x) ((x) - (FLOATS){0})
#define LOAD(x, i) (half ? WIDEN((const uint16_t *)(x) + (i)) : CONST_AT((const float *)(x) + (i)))

/// One layer of `members` rows: representation and products of `block` classes, from class `first` on.
/// `products` is [members][states][classes]; `representation` is [members][padded] or NULL. While a column of these
/// rows is in registers, the same column of the `next` rows is on its way to the cache.
TARGET INLINE void NAME(layer)(const ser_linear_probe *probe, const void *const *x, const void *const *next,
                               const int half, const int members, const int block, const size_t layer,
                               const size_t first, float *representation, float *products) {
  const size_t whole = probe->dimension / SER_LANES * SER_LANES, padded = probe->padded;
  const float *center = probe->center + layer * padded, *scale = probe->scale + layer * padded;
  const float *weight = probe->weight + first * padded;
  const float share = probe->mixture[layer];
  float lanes[GROUP][BLOCK][SER_LANES];
  for (int pass = 0; pass < SER_LANES / WIDTH; pass++) {
    FLOATS sums[GROUP][BLOCK];
    for (int g = 0; g < members; g++)
      for (int k = 0; k < block; k++) sums[g][k] = (FLOATS){0};
    for (size_t d = (size_t)pass * WIDTH; d < whole; d += SER_LANES) {
      const FLOATS c = CONST_AT(center + d), s = CONST_AT(scale + d);
      FLOATS t[GROUP];
      if (next && pass == 0)
        for (int g = 0; g < members; g++) __builtin_prefetch((const char *)next[g] + d * (half ? 2 : 4), 0, 2);
      for (int g = 0; g < members; g++) {
        t[g] = (LOAD(x[g], d) - c) * s;
        if (representation) {
          float *z = representation + g * padded + d;
          AT(z) = __builtin_elementwise_fma(t[g], SPLAT(share), AT(z));
        }
      }
      for (int k = 0; k < block; k++) {
        const FLOATS w = CONST_AT(weight + k * padded + d);
        for (int g = 0; g < members; g++) sums[g][k] = __builtin_elementwise_fma(t[g], w, sums[g][k]);
      }
    }
    for (int g = 0; g < members; g++)
      for (int k = 0; k < block; k++) AT(&lanes[g][k][pass * WIDTH]) = sums[g][k];
  }
  // What is left of a dimension that is no multiple of the lanes: one value a lane, as the full registers would.
  for (size_t d = whole; d < probe->dimension; d++)
    for (int g = 0; g < members; g++) {
      const float value = half ? ser_widen(((const uint16_t *)x[g])[d]) : ((const float *)x[g])[d];
      const float t = (value - center[d]) * scale[d];
      if (representation) {
        float *z = representation + g * padded + d;
        *z = __builtin_fmaf(t, share, *z);
      }
      for (int k = 0; k < block; k++)
        lanes[g][k][d - whole] = __builtin_fmaf(t, weight[k * padded + d], lanes[g][k][d - whole]);
    }
  for (int g = 0; g < members; g++)
    for (int k = 0; k < block; k++)
      products[(g * probe->states + layer) * probe->classes + first + k] = ser_tree_sum(lanes[g][k]);
}

TARGET INLINE void NAME(layer_of_block)(const ser_linear_probe *probe, const void *const *x,
                                        const void *const *next, const int half, const int members,
                                        const size_t layer, const size_t first, float *representation,
                                        float *products) {
  switch (probe->classes - first) {
  case 0: NAME(layer)(probe, x, next, half, members, 0, layer, first, representation, products); break;
  case 1: NAME(layer)(probe, x, next, half, members, 1, layer, first, representation, products); break;
  case 2: NAME(layer)(probe, x, next, half, members, 2, layer, first, representation, products); break;
  case 3: NAME(layer)(probe, x, next, half, members, 3, layer, first, representation, products); break;
  default: NAME(layer)(probe, x, next, half, members, BLOCK, layer, first, representation, products); break;
  }
}

TARGET INLINE void NAME(members)(const ser_linear_probe *probe, const void *const *rows, const int half,
                                 const int members, const int more, float *representation, float *products) {
  for (size_t layer = 0; layer < probe->states; layer++) {
    const void *x[GROUP], *next[GROUP];
    const size_t start = layer * probe->dimension * (half ? 2 : 4);
    for (int g = 0; g < members; g++) {
      x[g] = (const char *)rows[g] + start;
      next[g] = more ? (const char *)rows[members + g] + start : NULL;
    }
    // More classes than a block: the layer is still in the first-level cache when the next block reads it.
    NAME(layer_of_block)(probe, x, more ? next : NULL, half, members, layer, 0, representation, products);
    for (size_t first = BLOCK; first < probe->classes; first += BLOCK)
      NAME(layer_of_block)(probe, x, NULL, half, members, layer, first, NULL, products);
  }
}

/// Representation and products of up to GROUP of the `left` rows; returns how many.
TARGET INLINE int NAME(group)(const ser_linear_probe *probe, const void *const *rows, int half, size_t left,
                              float *representation, float *products) {
  memset(representation, 0, GROUP * probe->padded * sizeof(float));
  if (left >= 2 * GROUP) {
    if (half) NAME(members)(probe, rows, 1, GROUP, 1, representation, products);
    else NAME(members)(probe, rows, 0, GROUP, 1, representation, products);
    return GROUP;
  }
  const int members = left < GROUP ? (int)left : GROUP;
  for (int g = 0; g < members; g++) {
    float *z = representation + g * probe->padded, *p = products + g * probe->states * probe->classes;
    if (half) NAME(members)(probe, rows + g, 1, 1, 0, z, p);
    else NAME(members)(probe, rows + g, 0, 1, 0, z, p);
  }
  return members;
}

/// Logits of one row from its products [states, classes].
TARGET INLINE void NAME(mix)(const ser_linear_probe *probe, const float *products, double *logits) {
  for (size_t k = 0; k < probe->classes; k++) {
    double sum = probe->bias[k];
    for (size_t l = 0; l < probe->states; l++)
      sum = __builtin_fma((double)probe->mixture[l], (double)products[l * probe->classes + k], sum);
    logits[k] = sum;
  }
}

/// by_weight[k] += Σ over members of slope[g,k]·representation[g].
TARGET INLINE void NAME(add_outer)(size_t classes, size_t padded, const int members, const float *slope,
                                       const float *representation, float *by_weight) {
  for (size_t k = 0; k < classes; k++) {
    FLOATS slopes[GROUP];
    for (int g = 0; g < members; g++) slopes[g] = SPLAT(slope[g * classes + k]);
    for (size_t d = 0; d < padded; d += WIDTH) {
      FLOATS sum = CONST_AT(by_weight + k * padded + d);
      for (int g = 0; g < members; g++)
        sum = __builtin_elementwise_fma(CONST_AT(representation + g * padded + d), slopes[g], sum);
      AT(by_weight + k * padded + d) = sum;
    }
  }
}

TARGET static void NAME(ser_scores)(const ser_linear_probe *probe, const void *const *rows, int half, size_t count,
                                    float *logits, float *representation) {
  const size_t padded = probe->padded, terms = probe->states * probe->classes;
  double *mixed = ser_scratch(probe->classes * sizeof(double) + GROUP * (padded + terms) * sizeof(float));
  float *z = (float *)(mixed + probe->classes), *products = z + GROUP * padded;
  for (size_t i = 0; i < count;) {
    const int members = NAME(group)(probe, rows + i, half, count - i, z, products);
    for (int g = 0; g < members; g++) {
      NAME(mix)(probe, products + g * terms, mixed);
      for (size_t k = 0; k < probe->classes; k++) logits[(i + g) * probe->classes + k] = (float)mixed[k];
    }
    if (representation) memcpy(representation + i * padded, z, members * padded * sizeof(float));
    i += members;
  }
  free(mixed);
}

TARGET static double NAME(ser_gradient)(const ser_linear_probe *probe, const void *const *rows, int half,
                                        const int32_t *labels, size_t count, double per_row, float *by_mixture,
                                        float *by_weight, float *by_bias) {
  const size_t padded = probe->padded, classes = probe->classes, states = probe->states, terms = states * classes;
  double *mixture_sums = ser_scratch((states + 2 * classes) * sizeof(double) +
                                     GROUP * (padded + terms + classes) * sizeof(float));
  double *bias_sums = mixture_sums + states, *p = bias_sums + classes;
  float *z = (float *)(p + classes), *products = z + GROUP * padded, *slopes = products + GROUP * terms;
  memset(mixture_sums, 0, (states + classes) * sizeof(double));
  memset(by_weight, 0, classes * padded * sizeof(float));
  double loss = 0;
  for (size_t i = 0; i < count;) {
    const int members = NAME(group)(probe, rows + i, half, count - i, z, products);
    for (int g = 0; g < members; g++) {
      const float *product = products + g * terms;
      const size_t label = (size_t)labels[i + g];
      NAME(mix)(probe, product, p);
      double largest = p[0], total = 0;
      for (size_t k = 1; k < classes; k++) largest = p[k] > largest ? p[k] : largest;
      const double own = p[label] - largest;
      for (size_t k = 0; k < classes; k++) total += p[k] = ser_exp(p[k] - largest);
      loss += ser_log(total) - own;
      for (size_t k = 0; k < classes; k++) {
        const double slope = per_row * (p[k] / total - (k == label ? 1.0 : 0.0));
        slopes[g * classes + k] = (float)slope;
        bias_sums[k] += slope;
        for (size_t l = 0; l < states; l++)
          mixture_sums[l] = __builtin_fma(slope, (double)product[l * classes + k], mixture_sums[l]);
      }
    }
    if (members == GROUP) NAME(add_outer)(classes, padded, GROUP, slopes, z, by_weight);
    else
      for (int g = 0; g < members; g++)
        NAME(add_outer)(classes, padded, 1, slopes + g * classes, z + g * padded, by_weight);
    i += members;
  }
  for (size_t l = 0; l < states; l++) by_mixture[l] = (float)mixture_sums[l];
  for (size_t k = 0; k < classes; k++) by_bias[k] = (float)bias_sums[k];
  free(mixture_sums);
  return loss;
}

TARGET INLINE void NAME(adam_lanes)(float *parameters, const float *gradient, float *first, float *second,
                                    const ser_adam_terms *a) {
  const FLOATS p = CONST_AT(parameters);
  const FLOATS g = __builtin_elementwise_fma(SPLAT(a->decay), p, CONST_AT(gradient));
  const FLOATS m = __builtin_elementwise_fma(SPLAT(a->rest1), g - CONST_AT(first), CONST_AT(first));
  const FLOATS v = __builtin_elementwise_fma(a->rest2 * g, g, a->beta2 * CONST_AT(second));
  AT(first) = m;
  AT(second) = v;
  AT(parameters) = p - a->step_size * (m / (__builtin_elementwise_sqrt(v) / a->root_correction + a->epsilon));
}

TARGET static void NAME(ser_adam)(float *parameters, const float *gradient, float *first, float *second,
                                  size_t count, const ser_adam_terms *terms) {
  size_t i = 0;
  for (; i + WIDTH <= count; i += WIDTH)
    NAME(adam_lanes)(parameters + i, gradient + i, first + i, second + i, terms);
  if (i < count) {
    float rest[4][WIDTH] = {{0}};
    const size_t bytes = (count - i) * sizeof(float);
    memcpy(rest[0], parameters + i, bytes);
    memcpy(rest[1], gradient + i, bytes);
    memcpy(rest[2], first + i, bytes);
    memcpy(rest[3], second + i, bytes);
    NAME(adam_lanes)(rest[0], rest[1], rest[2], rest[3], terms);
    memcpy(parameters + i, rest[0], bytes);
    memcpy(first + i, rest[2], bytes);
    memcpy(second + i, rest[3], bytes);
  }
}

TARGET static void NAME(ser_moments)(const void *row, int half, size_t length, const double *shift, double *sum,
                                     double *squares) {
  for (size_t i = 0; i < length; i++) {
    const double value = half ? (double)ser_widen(((const uint16_t *)row)[i]) : (double)((const float *)row)[i];
    const double t = value - shift[i];
    sum[i] += t;
    squares[i] = __builtin_fma(t, t, squares[i]);
  }
}

#undef NAME_
#undef NAME__
#undef NAME
#undef INLINE
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
