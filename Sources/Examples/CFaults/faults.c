// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

// All that the handler calls is async-signal-safe: open, read, write, close, pause, raise, sigaction, _exit.

static atomic_flag reporting = ATOMIC_FLAG_INIT;
// Set before any handler runs: whether a progress bar may stand on the line.
static int is_terminal;
// Too large for a thread's stack; only the thread that took the flag uses it.
static char path[4096];

static void say(const char *text, size_t count) {
    while (count > 0) {
        const ssize_t written = write(STDERR_FILENO, text, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        text += written;
        count -= (size_t)written;
    }
}

static void say_text(const char *text) { say(text, strlen(text)); }

static unsigned digit(char c) { return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10; }

/// The length of the path of the file that is mapped at an address: 0 if none is, -1 if the system does not tell.
///
/// Each line of the list is `first-last rwxp offset device inode /path`, the addresses in hexadecimal.
static ssize_t find_path(uintptr_t address) {
    const int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    char part[512];
    uintptr_t bounds[2] = {0, 0};
    int field = 0;
    size_t count = 0;
    ssize_t found = 0, got;
    while (found == 0 && (got = read(file, part, sizeof part)) > 0) {
        for (ssize_t i = 0; i < got && found == 0; i++) {
            const char c = part[i];
            if (c == '\n') {
                if (bounds[0] <= address && address < bounds[1]) {
                    found = (ssize_t)count;
                    if (found == 0) break;
                }
                bounds[0] = bounds[1] = 0;
                field = 0;
                count = 0;
            } else if (count > 0 || c == '/') {
                if (count < sizeof path) path[count++] = c;
            } else if (field < 2) {
                if (c == '-' || c == ' ') {
                    field++;
                } else {
                    bounds[field] = bounds[field] * 16 + digit(c);
                }
            }
        }
    }
    close(file);
    return found;
}

static void on_bus_error(int number, siginfo_t *information, void *context) {
    (void)context;
    // Several threads may read the file: the first reports, and ends the others with it.
    while (atomic_flag_test_and_set(&reporting)) pause();
    const ssize_t count =
        information->si_code == BUS_ADRERR ? find_path((uintptr_t)information->si_addr) : 0;
    if (count == 0) {
        // No file: the signal comes again when this returns, and does what it does without us.
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    say_text(is_terminal ? "\r\033[KError: " : "Error: ");
    if (count > 0) {
        say(path, (size_t)count);
    } else {
        say_text("a feature file");
    }
    say_text(
        " was cut, or its device failed, while it was read; restore it, then run the same command again, with "
        "--load if another program may cut it: finished cells are kept\n");
    _exit(1);
}

void ser_report_faults(void) {
    is_terminal = isatty(STDERR_FILENO);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGBUS, &action, NULL);
    signal(SIGXFSZ, SIG_IGN);
}
