// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Part of variant.h: one step of Adam.

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
