#include "CLinux.h"

#include <string.h>

/* FIPS 180-4, section 4.2.2. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotated(uint32_t value, int count) { return value >> count | value << (32 - count); }

static void take_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++)
      w[i] = (uint32_t)bytes[4 * i] << 24 | (uint32_t)bytes[4 * i + 1] << 16 | (uint32_t)bytes[4 * i + 2] << 8 |
             bytes[4 * i + 3];
    for (int i = 16; i < 64; i++) {
      uint32_t a = rotated(w[i - 15], 7) ^ rotated(w[i - 15], 18) ^ w[i - 15] >> 3;
      uint32_t b = rotated(w[i - 2], 17) ^ rotated(w[i - 2], 19) ^ w[i - 2] >> 10;
      w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    memcpy(s, state, sizeof s);
    /* Where `a` to `h` stand moves by one each round, in place of the eight values. */
#pragma clang loop unroll_count(8)
    for (int i = 0; i < 64; i++) {
#define at(place) s[((place) - i) & 7]
      uint32_t one = at(7) + (rotated(at(4), 6) ^ rotated(at(4), 11) ^ rotated(at(4), 25)) +
                     ((at(4) & at(5)) ^ (~at(4) & at(6))) + constants[i] + w[i];
      uint32_t two = (rotated(at(0), 2) ^ rotated(at(0), 13) ^ rotated(at(0), 22)) +
                     ((at(0) & at(1)) ^ (at(0) & at(2)) ^ (at(1) & at(2)));
      at(3) += one;
      at(7) = one + two;
#undef at
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
  }
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

/* CPUID leaf 7: bit 29 of EBX for SHA, leaf 1: bit 19 of ECX for SSE4.1, bit 9 for SSSE3. */
int maint_sha256_has_instructions(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b >> 29 & 1)) return 0;
  return __get_cpuid(1, &a, &b, &c, &d) && c >> 19 & 1 && c >> 9 & 1;
}

/* Four rounds an instruction pair; the state lies as ABEF and CDGH (Intel SDM, SHA256RNDS2). */
__attribute__((target("sha,sse4.1,ssse3"))) static void take_blocks_fast(uint32_t state[8], const uint8_t *bytes,
                                                                         size_t blocks) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(low, high, 8);
  __m128i cdgh = _mm_blend_epi16(high, low, 0xF0);
  for (; blocks > 0; blocks--, bytes += 64) {
    __m128i first = abef, second = cdgh, w[4];
    for (int i = 0; i < 4; i++)
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(bytes + 16 * i)), order);
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      __m128i sum = _mm_add_epi32(w[i & 3], _mm_loadu_si128((const __m128i *)(constants + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
      if (i < 12) {
        __m128i next = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        w[i & 3] = _mm_sha256msg2_epu32(next, w[(i + 3) & 3]);
      }
    }
    abef = _mm_add_epi32(abef, first);
    cdgh = _mm_add_epi32(cdgh, second);
  }
  low = _mm_shuffle_epi32(abef, 0x1B);
  high = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}
#else
int maint_sha256_has_instructions(void) { return 0; }
#define take_blocks_fast take_blocks
#endif

void maint_sha256_begin(struct maint_sha256 *hash, int is_fast) {
  static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memcpy(hash->state, initial, sizeof initial);
  hash->size = 0;
  hash->is_fast = is_fast;
}

static void take(struct maint_sha256 *hash, const uint8_t *bytes, size_t blocks) {
  if (hash->is_fast)
    take_blocks_fast(hash->state, bytes, blocks);
  else
    take_blocks(hash->state, bytes, blocks);
}

void maint_sha256_take(struct maint_sha256 *hash, const void *bytes, size_t size) {
  const uint8_t *rest = bytes;
  size_t held = hash->size % 64;
  hash->size += size;
  if (held > 0) {
    size_t part = size < 64 - held ? size : 64 - held;
    memcpy(hash->block + held, rest, part);
    if (held + part < 64) return;
    take(hash, hash->block, 1);
    rest += part;
    size -= part;
  }
  take(hash, rest, size / 64);
  if (size % 64 > 0) memcpy(hash->block, rest + size / 64 * 64, size % 64);
}

void maint_sha256_end(struct maint_sha256 *hash, char digits[64]) {
  uint64_t bits = hash->size * 8;
  uint8_t padding[72] = {0x80};
  size_t zeros = (119 - hash->size % 64) % 64;
  for (int i = 0; i < 8; i++) padding[1 + zeros + i] = (uint8_t)(bits >> (56 - 8 * i));
  maint_sha256_take(hash, padding, 1 + zeros + 8);
  for (int i = 0; i < 64; i++) digits[i] = "0123456789abcdef"[hash->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
}
