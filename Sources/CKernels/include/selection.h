// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SELECTION_H
#define SELECTION_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

// Class means of the same rows under many labelings. As a product of matrices, one-hot labels times rows, a
// labeling costs classes · n · columns multiplications by 0 or 1. Here rows are taken in fives: the 32 sums
// of their subsets are made once, and a labeling then needs one addition for five rows. Measured with 1,000
// labelings of 13,911 rows of 768 columns in 4 classes: a quarter of the time of OpenBLAS' product of the
// same numbers, on one core with AVX2.

/// Rows that one word of label planes stands for: twelve times five, in its low bits.
#define SER_PLANE_ROWS 60
/// Columns that one call of ser_class_mean_products takes.
#define SER_TILE 32

/// Packs `draws` labelings [draws, n] for ser_class_mean_products: planes [⌈n/60⌉, draws, classes - 1], bit r
/// of a word set where its row r has the class. The last class is what is left. At most 128 classes.
void ser_label_planes(const uint8_t *labels, size_t n, size_t draws, size_t classes, uint64_t *planes);

/// Adds to products [draws, classes · (classes + 1) / 2] the products of the class means, pair by pair (a, b
/// ≥ a, row by row), over the SER_TILE columns from `column` on of rows [n, dimension]; columns past the
/// dimension count as 0. `shift` [dimension] is subtracted from the rows before they are summed in single
/// precision, and added to the means in double: near the mean of all rows, it keeps the digits in which the
/// class means differ. `share` [classes] is one over the rows of a class, which all labelings have in common.
void ser_class_mean_products(const float *rows, size_t n, size_t dimension, size_t column, const float *shift,
                             const double *share, size_t classes, const uint64_t *planes, size_t draws,
                             double *products);

#if defined(__cplusplus)
}
#endif

#endif
