// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "ckernels.h"
#include "dispatch.h"

#include <stdlib.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

#define SUBSET 5
#define SUBSETS (1 << SUBSET)
#define FIVES (SER_PLANE_ROWS / SUBSET)
#define DOUBLES 8
#define PARTS (SER_TILE / DOUBLES)

// As wide as a tile, in whatever registers the variant has: every lane sees the same additions in the same
// order.
typedef float tile __attribute__((vector_size(SER_TILE * 4)));
typedef double doubles __attribute__((vector_size(DOUBLES * 8)));
typedef float floats __attribute__((vector_size(DOUBLES * 4)));

static void *memory_of(size_t bytes) {
  void *memory = aligned_alloc(128, (bytes + 127) / 128 * 128);
  if (!memory) abort();
  return memory;
}

/// The sums of all subsets of five rows, twelve times.
static inline __attribute__((always_inline)) void subset_sums(const float *rows, size_t n, size_t dimension,
                                                              size_t width, const float *shift, tile *total,
                                                              tile table[FIVES][SUBSETS]) {
  for (size_t five = 0; five < FIVES; five++) {
    // By way of plain floats: setting the lanes of a vector one by one is ten times slower.
    float own[SUBSET][SER_TILE] = {{0}};
    tile row[SUBSET];
    for (size_t i = 0; i < SUBSET; i++) {
      const size_t r = five * SUBSET + i;
      const float *values = rows + r * dimension;
      if (r < n && width == SER_TILE)
        for (size_t j = 0; j < SER_TILE; j++) own[i][j] = values[j] - shift[j];
      else if (r < n)
        for (size_t j = 0; j < width; j++) own[i][j] = values[j] - shift[j];
      memcpy(&row[i], own[i], sizeof(tile));
    }
    table[five][0] = (tile){0};
    for (unsigned subset = 1; subset < SUBSETS; subset++)
      table[five][subset] = table[five][subset & (subset - 1)] + row[__builtin_ctz(subset)];
    *total += table[five][SUBSETS - 1];
  }
}

static inline __attribute__((always_inline)) void
class_mean_products(const float *rows, size_t n, size_t dimension, size_t column, const float *shift,
                    const double *share, size_t classes, const uint64_t *planes, size_t draws,
                    double *products) {
  const size_t width = dimension - column < SER_TILE ? dimension - column : SER_TILE;
  const size_t sums = draws * (classes - 1), words = (n + SER_PLANE_ROWS - 1) / SER_PLANE_ROWS;
  tile(*table)[SUBSETS] = memory_of(sizeof(tile) * FIVES * SUBSETS);
  tile *sum = memory_of(sizeof(tile) * sums), total = {0};
  doubles *mean = memory_of(sizeof(doubles) * classes * PARTS);
  memset(sum, 0, sizeof(tile) * sums);
  for (size_t word = 0; word < words; word++) {
    const size_t first = word * SER_PLANE_ROWS;
    const float *own = rows + first * dimension + column;
    subset_sums(own, n - first, dimension, width, shift + column, &total, table);
    const uint64_t *plane = planes + word * sums;
    for (size_t s = 0; s < sums; s++) {
      const uint64_t bits = plane[s];
      tile part = table[0][bits & (SUBSETS - 1)];
      for (unsigned five = 1; five < FIVES; five++)
        part += table[five][bits >> (SUBSET * five) & (SUBSETS - 1)];
      sum[s] += part;
    }
  }
  double wide[SER_TILE] = {0};
  for (size_t j = 0; j < width; j++) wide[j] = shift[column + j];
  for (size_t draw = 0; draw < draws; draw++) {
    const tile *own = sum + draw * (classes - 1);
    tile rest = total;
    for (size_t c = 0; c + 1 < classes; c++) rest -= own[c];
    for (size_t c = 0; c < classes; c++) {
      const tile *source = c + 1 < classes ? own + c : &rest;
      for (size_t part = 0; part < PARTS; part++) {
        floats some;
        doubles origin;
        memcpy(&some, (const float *)source + part * DOUBLES, sizeof some);
        memcpy(&origin, wide + part * DOUBLES, sizeof origin);
        mean[c * PARTS + part] = origin + __builtin_convertvector(some, doubles) * share[c];
      }
    }
    double *product = products + draw * (classes * (classes + 1) / 2);
    for (size_t a = 0; a < classes; a++)
      for (size_t b = a; b < classes; b++) {
        doubles lanes = mean[a * PARTS] * mean[b * PARTS];
        for (size_t part = 1; part < PARTS; part++) lanes += mean[a * PARTS + part] * mean[b * PARTS + part];
        *product++ += ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) +
                      ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
      }
  }
  free(mean);
  free(sum);
  free(table);
}

// The parameters of ser_class_mean_products, and their names, for each of its forms.
#define PARAMETERS \
  const float *rows, size_t n, size_t dimension, size_t column, const float *shift, const double *share, \
      size_t classes, const uint64_t *planes, size_t draws, double *products
#define ARGUMENTS rows, n, dimension, column, shift, share, classes, planes, draws, products

#define COMPILED_FOR(level, target) \
  target static void products_##level(PARAMETERS) { class_mean_products(ARGUMENTS); }

COMPILED_FOR(portable, )
#if defined(__x86_64__)
COMPILED_FOR(avx2, __attribute__((target("arch=x86-64-v3"))))
COMPILED_FOR(avx512, __attribute__((target("arch=x86-64-v4"), min_vector_width(512))))
#endif

static void (*const forms[SER_LEVELS])(PARAMETERS) = {
    [SER_PORTABLE] = products_portable,
#if defined(__aarch64__)
    [SER_NEON] = products_portable,  // which the compiler makes of NEON's registers
#elif defined(__x86_64__)
    [SER_AVX2] = products_avx2,
    [SER_AVX512] = products_avx512,
#endif
};

void ser_class_mean_products(PARAMETERS) { forms[ser_chosen()](ARGUMENTS); }

void ser_label_planes(const uint8_t *labels, size_t n, size_t draws, size_t classes, uint64_t *planes) {
  const size_t words = (n + SER_PLANE_ROWS - 1) / SER_PLANE_ROWS;
  const uint64_t ones = 0x0101010101010101, low = 0x7f7f7f7f7f7f7f7f;
  for (size_t draw = 0; draw < draws; draw++)
    for (size_t word = 0; word < words; word++) {
      // Past the end stands what no class is.
      uint8_t own[64];
      const size_t first = word * SER_PLANE_ROWS, left = n - first;
      const size_t count = left < SER_PLANE_ROWS ? left : SER_PLANE_ROWS;
      memset(own, 0xff, sizeof own);
      memcpy(own, labels + draw * n + first, count);
      for (size_t class = 0; class + 1 < classes; class++) {
        uint64_t plane = 0;
        for (size_t eight = 0; eight < 8; eight++) {
          uint64_t difference;
          memcpy(&difference, own + 8 * eight, 8);
          difference ^= class * ones;
          // A byte's top bit after this: set unless the byte is 0. Then the eight top bits are gathered into
          // one byte.
          const uint64_t other = ((difference & low) + low) | difference;
          plane |= ((~other >> 7 & ones) * 0x0102040810204080) >> 56 << (8 * eight);
        }
        planes[(word * draws + draw) * (classes - 1) + class] = plane;
      }
    }
}
