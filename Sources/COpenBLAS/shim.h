// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef COPENBLAS_SHIM_H
#define COPENBLAS_SHIM_H

#include <cblas.h>

#endif
