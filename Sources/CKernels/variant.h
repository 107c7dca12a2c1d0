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

/// The sums of the 16 lanes of `block` classes, in the one order that every variant keeps: the upper half onto the
/// lower, four times. The last two times work on four classes at once, turned so that a register has one of each.
TARGET INLINE void NAME(tree_sums)(const float *lanes, const int block, float *sums) {
  typedef float quad __attribute__((vector_size(16), aligned(4)));
  quad a[BLOCK] = {{0}};
  for (int k = 0; k < block; k++) {
    const quad *own = (const quad *)(lanes + k * SER_LANES);
    a[k] = (own[0] + own[2]) + (own[1] + own[3]);
  }
  const quad low01 = __builtin_shufflevector(a[0], a[1], 0, 4, 1, 5);
  const quad low23 = __builtin_shufflevector(a[2], a[3], 0, 4, 1, 5);
  const quad high01 = __builtin_shufflevector(a[0], a[1], 2, 6, 3, 7);
  const quad high23 = __builtin_shufflevector(a[2], a[3], 2, 6, 3, 7);
  const quad pairs01 = low01 + high01, pairs23 = low23 + high23;
  const quad total = __builtin_shufflevector(pairs01, pairs23, 0, 1, 4, 5) +
                     __builtin_shufflevector(pairs01, pairs23, 2, 3, 6, 7);
  memcpy(sums, &total, block * sizeof(float));
}

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
        // Wider rows come through the second-level cache faster than the processor asks for them by itself.
        if (!half && pass == 0) __builtin_prefetch((const float *)x[g] + d + 64, 0, 3);
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
    NAME(tree_sums)(lanes[g][0], block, products + (g * probe->states + layer) * probe->classes + first);
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

/// Representation and products of the first `members` of `left` rows, while the rows after them come to the cache.
TARGET INLINE void NAME(members)(const ser_linear_probe *probe, const void *const *rows, const int half,
                                 const int members, size_t left, float *representation, float *products) {
  for (size_t layer = 0; layer < probe->states; layer++) {
    const void *x[GROUP], *next[GROUP];
    const size_t start = layer * probe->dimension * (half ? 2 : 4);
    for (size_t g = 0; g < (size_t)members; g++) {
      const size_t after = members + g < left ? members + g : left - 1;
      x[g] = (const char *)rows[g] + start;
      next[g] = (const char *)rows[after] + start;
    }
    NAME(layer_of_block)(probe, x, next, half, members, layer, 0, representation, products);
    // More classes than a block: the layer is still in the first-level cache when the next block reads it.
    for (size_t first = BLOCK; first < probe->classes; first += BLOCK)
      NAME(layer_of_block)(probe, x, NULL, half, members, layer, first, NULL, products);
  }
}

/// Representation and products of up to GROUP of the `left` rows; returns how many.
TARGET INLINE int NAME(group)(const ser_linear_probe *probe, const void *const *rows, int half, size_t left,
                              float *representation, float *products) {
  const int members = left < GROUP ? 1 : GROUP;
  memset(representation, 0, members * probe->padded * sizeof(float));
  if (members == GROUP) {
    if (half) NAME(members)(probe, rows, 1, GROUP, left, representation, products);
    else NAME(members)(probe, rows, 0, GROUP, left, representation, products);
  } else {
    if (half) NAME(members)(probe, rows, 1, 1, left, representation, products);
    else NAME(members)(probe, rows, 0, 1, left, representation, products);
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
  ser_pool pool = ser_pool_of(GROUP * (padded + terms) * sizeof(float) + probe->classes * sizeof(double), 3);
  float *z = ser_take(&pool, GROUP * padded * sizeof(float));
  float *products = ser_take(&pool, GROUP * terms * sizeof(float));
  double *mixed = ser_take(&pool, probe->classes * sizeof(double));
  for (size_t i = 0; i < count;) {
    const int members = NAME(group)(probe, rows + i, half, count - i, z, products);
    for (int g = 0; g < members; g++) {
      NAME(mix)(probe, products + g * terms, mixed);
      for (size_t k = 0; k < probe->classes; k++) logits[(i + g) * probe->classes + k] = (float)mixed[k];
    }
    if (representation) memcpy(representation + i * padded, z, members * padded * sizeof(float));
    i += members;
  }
  free(pool.start);
}

/// products[g] = t[g]·slope[g] for one layer of `members` rows, t = (x - center)·scale.
TARGET INLINE void NAME(dot_layer)(const ser_linear_probe *probe, const void *const *x, const void *const *next,
                                   const int half, const int members, size_t layer, const float *slope,
                                   float *products) {
  const size_t padded = probe->padded, whole = probe->dimension / SER_LANES * SER_LANES;
  const float *center = probe->center + layer * padded, *scale = probe->scale + layer * padded;
  float lanes[GROUP][SER_LANES];
  FLOATS sums[GROUP][SER_LANES / WIDTH];
  for (int g = 0; g < members; g++)
    for (int part = 0; part < SER_LANES / WIDTH; part++) sums[g][part] = (FLOATS){0};
  for (size_t d = 0; d < whole; d += SER_LANES) {
    for (int g = 0; g < members; g++) __builtin_prefetch((const char *)next[g] + d * (half ? 2 : 4), 0, 2);
    for (int part = 0; part < SER_LANES / WIDTH; part++) {
      const size_t i = d + part * WIDTH;
      const FLOATS c = CONST_AT(center + i), s = CONST_AT(scale + i);
      for (int g = 0; g < members; g++)
        sums[g][part] = __builtin_elementwise_fma((LOAD(x[g], i) - c) * s, CONST_AT(slope + g * padded + i),
                                                  sums[g][part]);
    }
  }
  for (int g = 0; g < members; g++) {
    for (int part = 0; part < SER_LANES / WIDTH; part++) AT(&lanes[g][part * WIDTH]) = sums[g][part];
    for (size_t d = whole; d < probe->dimension; d++) {
      const float value = half ? ser_widen(((const uint16_t *)x[g])[d]) : ((const float *)x[g])[d];
      lanes[g][d - whole] =
          __builtin_fmaf((value - center[d]) * scale[d], slope[g * padded + d], lanes[g][d - whole]);
    }
    NAME(tree_sums)(lanes[g], 1, products + g);
  }
}

TARGET static void NAME(ser_dots)(const ser_linear_probe *probe, const void *const *rows, int half, size_t count,
                                  const float *slopes, double *sums) {
  memset(sums, 0, probe->states * sizeof(double));
  for (size_t i = 0; i < count;) {
    const size_t left = count - i, members = left < GROUP ? 1 : GROUP;
    for (size_t layer = 0; layer < probe->states; layer++) {
      const size_t start = layer * probe->dimension * (half ? 2 : 4);
      const void *x[GROUP], *next[GROUP];
      float products[GROUP];
      for (size_t g = 0; g < members; g++) {
        x[g] = (const char *)rows[i + g] + start;
        next[g] = (const char *)rows[members + g < left ? i + members + g : count - 1] + start;
      }
      const float *slope = slopes + i * probe->padded;
      if (members == GROUP && half) NAME(dot_layer)(probe, x, next, 1, GROUP, layer, slope, products);
      else if (members == GROUP) NAME(dot_layer)(probe, x, next, 0, GROUP, layer, slope, products);
      else if (half) NAME(dot_layer)(probe, x, next, 1, 1, layer, slope, products);
      else NAME(dot_layer)(probe, x, next, 0, 1, layer, slope, products);
      for (size_t g = 0; g < members; g++) sums[layer] += products[g];
    }
    i += members;
  }
}

/// e^(logits - largest) in place of `classes` logits, and their sum; `own` is the label's exponent. What pads the
/// logits to fours is overwritten.
TARGET INLINE double NAME(powers)(size_t classes, double *logits, size_t label, double *own) {
  double largest = logits[0], total = 0;
  for (size_t k = 1; k < classes; k++) largest = logits[k] > largest ? logits[k] : largest;
  *own = logits[label] - largest;
  for (size_t k = 0; k < classes; k += 4) {
    ser_doubles *four = (ser_doubles *)(logits + k);
    *four -= largest;
    ser_exp(four);
  }
  for (size_t k = 0; k < classes; k++) total += logits[k];
  return total;
}

/// The cross-entropy of all samples, from the sums of their powers and their labels' share in them.
TARGET INLINE double NAME(cross_entropy)(size_t count, const double *totals, const double *own) {
  double loss = 0;
  for (size_t i = 0; i < count; i += 4) {
    ser_doubles logarithms = *(const ser_doubles *)(totals + i);
    ser_log(&logarithms);
    for (size_t j = i; j < count && j < i + 4; j++) loss += logarithms[j - i] - own[j];
  }
  return loss;
}

TARGET static double NAME(ser_gradient)(const ser_linear_probe *given, const void *const *rows, int half,
                                        const int32_t *labels, size_t count, double per_row, float *by_mixture,
                                        float *by_weight, float *by_bias) {
  const size_t padded = given->padded, classes = given->classes, states = given->states, terms = states * classes;
  ser_pool pool = ser_pool_of((GROUP * (padded + terms + classes) + 2 * classes * padded) * sizeof(float) +
                              (states + 2 * classes + 2 * count) * sizeof(double), 10);
  // Parameters and gradients stand one behind the other, where no weight begins on a cache line.
  float *weight = ser_take(&pool, classes * padded * sizeof(float));
  float *weight_sums = ser_take(&pool, classes * padded * sizeof(float));
  memcpy(weight, given->weight, classes * padded * sizeof(float));
  ser_linear_probe aligned = *given;
  aligned.weight = weight;
  const ser_linear_probe *probe = &aligned;
  float *z = ser_take(&pool, GROUP * padded * sizeof(float));
  float *products = ser_take(&pool, GROUP * terms * sizeof(float));
  float *slopes = ser_take(&pool, GROUP * classes * sizeof(float));
  double *mixture_sums = ser_take(&pool, states * sizeof(double));
  double *bias_sums = ser_take(&pool, classes * sizeof(double));
  double *p = ser_take(&pool, classes * sizeof(double));
  double *totals = ser_take(&pool, count * sizeof(double)), *own = ser_take(&pool, count * sizeof(double));
  for (size_t i = 0; i < count;) {
    const int members = NAME(group)(probe, rows + i, half, count - i, z, products);
    for (int g = 0; g < members; g++) {
      const float *product = products + g * terms;
      const size_t label = (size_t)labels[i + g];
      NAME(mix)(probe, product, p);
      totals[i + g] = NAME(powers)(classes, p, label, &own[i + g]);
      for (size_t k = 0; k < classes; k++) {
        const double slope = per_row * (p[k] / totals[i + g] - (k == label ? 1.0 : 0.0));
        slopes[g * classes + k] = (float)slope;
        bias_sums[k] += slope;
        for (size_t l = 0; l < states; l++)
          mixture_sums[l] = __builtin_fma(slope, (double)product[l * classes + k], mixture_sums[l]);
      }
    }
    if (members == GROUP) NAME(add_outer)(classes, padded, GROUP, slopes, z, weight_sums);
    else NAME(add_outer)(classes, padded, 1, slopes, z, weight_sums);
    i += members;
  }
  memcpy(by_weight, weight_sums, classes * padded * sizeof(float));
  for (size_t l = 0; l < states; l++) by_mixture[l] = (float)mixture_sums[l];
  for (size_t k = 0; k < classes; k++) by_bias[k] = (float)bias_sums[k];
  const double loss = NAME(cross_entropy)(count, totals, own);
  free(pool.start);
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
