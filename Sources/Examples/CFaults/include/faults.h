// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifndef SER_FAULTS_H
#define SER_FAULTS_H

/// Turns two signals that would end a program without a word into errors; for executables alone, since a library must
/// not take signals from its client.
///
/// SIGBUS within a mapped file, which another program cut or whose device failed, ends the program with status 1 and a
/// sentence on standard error that names the file. Any other SIGBUS does what it always did. SIGXFSZ is ignored, so
/// that a write beyond the limit of a file's size fails with EFBIG.
void ser_report_faults(void);

#endif
