// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#ifdef __linux__
#define _GNU_SOURCE
#endif
#include "cfuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "memory.h"

enum { noted_limit = 16, text_limit = 400 };

typedef struct {
  fuzz_slot head;
  uint64_t number[noted_limit];
  char text[noted_limit][text_limit];
  uint64_t start;
} slot;

static uint64_t processor_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

fuzz_slot *fuzz_slots(int count) {
  void *memory = mmap(NULL, (size_t)count * 16384, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
  _Static_assert(sizeof(slot) <= 16384, "a slot's place");
  return memory == MAP_FAILED ? NULL : memory;
}

fuzz_slot *fuzz_slot_at(fuzz_slot *slots, int index) {
  return (fuzz_slot *)((char *)slots + (size_t)index * 16384);
}

void fuzz_slot_reset(fuzz_slot *head, uint64_t next) {
  memset(head, 0, sizeof(slot));
  head->next = next;
}

int fuzz_note(fuzz_slot *head, uint64_t number, const char *text) {
  slot *all = (slot *)head;
  if (head->failures == noted_limit) return 0;
  all->number[head->failures] = number;
  snprintf(all->text[head->failures], text_limit, "%s", text);
  head->failures += 1;
  return head->failures < noted_limit;
}

uint64_t fuzz_noted_case(const fuzz_slot *head, uint32_t index) { return ((const slot *)head)->number[index]; }
const char *fuzz_noted_text(const fuzz_slot *head, uint32_t index) { return ((const slot *)head)->text[index]; }

void fuzz_begin(fuzz_slot *head, uint64_t number) {
  head->next = number;
  struct itimerval second = {.it_value = {.tv_sec = 1}};
  setitimer(ITIMER_PROF, &second, NULL);
  alarm(30);
  ((slot *)head)->start = processor_time();
  fuzz_memory_begin();
}

uint64_t fuzz_end(fuzz_slot *head, fuzz_outcome outcome) {
  uint64_t peak = fuzz_memory_peak();
  uint64_t time = processor_time() - ((slot *)head)->start;
  if (outcome == FUZZ_ACCEPTED) head->accepted += 1;
  if (outcome == FUZZ_REFUSED) head->refused += 1;
  if (peak > head->peak) head->peak = peak, head->peak_case = head->next;
  if (time > head->slowest) head->slowest = time, head->slowest_case = head->next;
  head->next += 1;
  return peak;
}

int fuzz_fork(void) {
  fflush(NULL);
  int child = fork();
  if (child == 0) {
    struct rlimit addresses = {4ull << 30, 4ull << 30}, core = {0, 0};
    setrlimit(RLIMIT_AS, &addresses);
    setrlimit(RLIMIT_CORE, &core);
  }
  return child;
}

int fuzz_wait(int *outcome) {
  int status, child;
  do child = waitpid(-1, &status, 0);
  while (child < 0 && errno == EINTR);
  if (child > 0) *outcome = WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
  return child;
}

void fuzz_exit(int code) { _exit(code); }

int fuzz_file(const char *folder, char *path, size_t capacity) {
#ifdef __linux__
  // The same number in every process, so that a link to the path is good in all of them.
  int file = memfd_create("case", 0);
  if (file < 0 || dup2(file, 200) < 0) return -1;
  close(file);
  snprintf(path, capacity, "/proc/self/fd/200");
  return 200;
#else
  snprintf(path, capacity, "%s/case-%d", folder, (int)getpid());
  return open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
#endif
}

int fuzz_file_put(int file, const void *bytes, size_t count) {
  if (pwrite(file, bytes, count, 0) != (ssize_t)count) return -1;
  return ftruncate(file, (off_t)count);
}
