// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

// Digests of feature files are the first thing of every run, also of one that computes nothing. On a Zen 3,
// plain code in Swift takes in 150 to 235 MB/s a core, and these instructions 1.2 GB/s.

#include "sha256.h"
#include "dispatch.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

// The instructions keep the working variables as two vectors, a b e f and c d g h, from the highest word
// down, and do two rounds at once; what they give for the one is the other of the next two rounds.
__attribute__((target("sha,ssse3,sse4.1"))) static void
take_in(uint32_t *state, const char *bytes, size_t blocks, const uint32_t *constants) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abef = _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
  __m128i cdgh = _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
  for (size_t block = 0; block < blocks; block++, bytes += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i schedule[4];
#pragma clang loop unroll(full)
    for (int four = 0; four < 16; four++) {
      __m128i *words = &schedule[four % 4];
      if (four < 4) {
        *words = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes + four), big_endian);
      } else {
        const __m128i last = schedule[(four + 3) % 4];
        const __m128i seven_back = _mm_alignr_epi8(last, schedule[(four + 2) % 4], 4);
        const __m128i half = _mm_sha256msg1_epu32(*words, schedule[(four + 1) % 4]);
        *words = _mm_sha256msg2_epu32(_mm_add_epi32(half, seven_back), last);
      }
      const __m128i keyed = _mm_add_epi32(*words, _mm_loadu_si128((const __m128i *)constants + four));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, keyed);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(keyed, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i both[2] = {abef, cdgh};
  uint32_t words[8];
  memcpy(words, both, sizeof words);
  const int place[8] = {3, 2, 7, 6, 1, 0, 5, 4};
  for (int i = 0; i < 8; i++) state[i] = words[place[i]];
}

#elif defined(__aarch64__)

#include <arm_neon.h>

// The instructions keep the working variables as two vectors, a b c d and e f g h, and do four rounds at
// once.
__attribute__((target("sha2"))) static void
take_in(uint32_t *state, const char *bytes, size_t blocks, const uint32_t *constants) {
  uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
  for (size_t block = 0; block < blocks; block++, bytes += 64) {
    const uint32x4_t abcd_before = abcd, efgh_before = efgh;
    uint32x4_t schedule[4];
#pragma clang loop unroll(full)
    for (int four = 0; four < 16; four++) {
      uint32x4_t *words = &schedule[four % 4];
      if (four < 4) {
        *words = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8((const uint8_t *)bytes + 16 * four)));
      } else {
        const uint32x4_t half = vsha256su0q_u32(*words, schedule[(four + 1) % 4]);
        *words = vsha256su1q_u32(half, schedule[(four + 2) % 4], schedule[(four + 3) % 4]);
      }
      const uint32x4_t keyed = vaddq_u32(*words, vld1q_u32(constants + 4 * four)), before = abcd;
      abcd = vsha256hq_u32(abcd, efgh, keyed);
      efgh = vsha256h2q_u32(efgh, before, keyed);
    }
    abcd = vaddq_u32(abcd, abcd_before);
    efgh = vaddq_u32(efgh, efgh_before);
  }
  vst1q_u32(state, abcd);
  vst1q_u32(state + 4, efgh);
}

#endif

int ser_sha256_blocks(uint32_t *state, const void *bytes, size_t blocks, const uint32_t *constants) {
#if defined(__x86_64__) || defined(__aarch64__)
  if (!ser_has_sha()) return 0;
  take_in(state, bytes, blocks, constants);
  return 1;
#else
  (void)state, (void)bytes, (void)blocks, (void)constants;
  return 0;
#endif
}
