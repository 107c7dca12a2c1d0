// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Included once for each variant with VARIANT (a suffix), TARGET (a function attribute) and WIDTH (floats in
// a register) defined.

#define NAME_(a, b) a##_##b
#define NAME__(a, b) NAME_(a, b)
#define NAME(a) NAME__(a, VARIANT)

typedef float NAME(floats) __attribute__((vector_size(WIDTH * 4), aligned(4)));

/// Adds the terms of one row to `columns` columns of its sum; terms with even and with odd numbers have sums
/// of their own, because one sum alone would wait for each addition.
TARGET static inline __attribute__((always_inline)) void NAME(add_terms)(
    const uint8_t *rows, const float *factors, size_t count, const float *panel, float *sums,
    const int columns) {
  NAME(floats) even[PANEL / WIDTH], odd[PANEL / WIDTH];
  for (int v = 0; v < columns / WIDTH; v++) {
    even[v] = *(const NAME(floats) *)(sums + v * WIDTH);
    odd[v] = (NAME(floats)){0};
  }
  size_t i = 0;
  for (; i + 2 <= count; i += 2) {
    const float *first = panel + rows[i] * columns, *second = panel + rows[i + 1] * columns;
    const NAME(floats) a = factors[i] - (NAME(floats)){0}, b = factors[i + 1] - (NAME(floats)){0};
    for (int v = 0; v < columns / WIDTH; v++) {
      even[v] = __builtin_elementwise_fma(a, *(const NAME(floats) *)(first + v * WIDTH), even[v]);
      odd[v] = __builtin_elementwise_fma(b, *(const NAME(floats) *)(second + v * WIDTH), odd[v]);
    }
  }
  if (i < count) {
    const float *first = panel + rows[i] * columns;
    const NAME(floats) a = factors[i] - (NAME(floats)){0};
    for (int v = 0; v < columns / WIDTH; v++)
      even[v] = __builtin_elementwise_fma(a, *(const NAME(floats) *)(first + v * WIDTH), even[v]);
  }
  for (int v = 0; v < columns / WIDTH; v++) *(NAME(floats) *)(sums + v * WIDTH) = even[v] + odd[v];
}

/// `columns` columns, from `first` on, of the sums of all rows for one block of the other matrix.
TARGET static inline __attribute__((always_inline)) void NAME(add_panel)(
    const ser_terms *t, const float *other, size_t width, size_t first, float *panel, float *sums,
    const int columns) {
  for (size_t k = 0; k < t->rows_here; k++)
    memcpy(panel + k * columns, other + k * width + first, columns * sizeof(float));
  for (size_t m = 0; m < t->sums; m++)
    NAME(add_terms)(t->rows + t->starts[m], t->factors + t->starts[m], t->starts[m + 1] - t->starts[m], panel,
                    sums + m * width + first, columns);
}

TARGET static void NAME(ser_add_block)(const ser_terms *t, const float *other, size_t width, float *panel,
                                       float *sums) {
  size_t first = 0;
  for (; first + PANEL <= width; first += PANEL) NAME(add_panel)(t, other, width, first, panel, sums, PANEL);
  for (; first < width; first += 16) NAME(add_panel)(t, other, width, first, panel, sums, 16);
}

#undef NAME_
#undef NAME__
#undef NAME
#undef VARIANT
#undef TARGET
#undef WIDTH
