// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

#endif
