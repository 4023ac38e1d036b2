// SHA-256, FIPS 180-4: the one loop that reading a model of some 20 MB waits for.
// The message schedule is computed four words at a time beside the rounds, which wait for one
// another; twice as fast as the same in Swift, where both are scalar.

#include <string.h>

#include "digest.h"

#define INLINE static inline __attribute__((always_inline))

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

typedef uint32_t words __attribute__((vector_size(16)));
typedef uint8_t octets __attribute__((vector_size(16)));

INLINE uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

INLINE words rotate_words(words x, int n) { return x >> n | x << (32 - n); }

INLINE words big_endian(const uint8_t *bytes) {
  octets x;
  memcpy(&x, bytes, sizeof x);
  return (words)__builtin_shufflevector(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

INLINE words small_sigma_0(words x) { return rotate_words(x, 7) ^ rotate_words(x, 18) ^ x >> 3; }

INLINE words small_sigma_1(words x) { return rotate_words(x, 17) ^ rotate_words(x, 19) ^ x >> 10; }

/// The four words of the message schedule that follow sixteen.
INLINE words next_words(words a, words b, words c, words d) {
  const words zero = {0};
  words sum = a + small_sigma_0(__builtin_shufflevector(a, b, 1, 2, 3, 4)) +
              __builtin_shufflevector(c, d, 1, 2, 3, 4);
  // The last two of the four need the first two.
  sum += small_sigma_1(__builtin_shufflevector(d, zero, 2, 3, 4, 5));
  return sum + small_sigma_1(__builtin_shufflevector(sum, zero, 4, 5, 0, 1));
}

/// Keeps words t to t + 3 of the schedule with their round constants added.
INLINE void keep(uint32_t *sums, int t, words w) {
  words constants;
  memcpy(&constants, round_constants + t, sizeof constants);
  constants += w;
  memcpy(sums + t, &constants, sizeof constants);
}

#define ROUND(a, b, c, d, e, f, g, h, sum)                                                         \
  do {                                                                                             \
    uint32_t t1 = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + (g ^ (e & (f ^ g))) + sum; \
    d += t1;                                                                                       \
    h = t1 + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) | (c & (a | b)));           \
  } while (0)

#define EIGHT_ROUNDS(t)                       \
  ROUND(a, b, c, d, e, f, g, h, sums[t]);     \
  ROUND(h, a, b, c, d, e, f, g, sums[t + 1]); \
  ROUND(g, h, a, b, c, d, e, f, sums[t + 2]); \
  ROUND(f, g, h, a, b, c, d, e, sums[t + 3]); \
  ROUND(e, f, g, h, a, b, c, d, sums[t + 4]); \
  ROUND(d, e, f, g, h, a, b, c, sums[t + 5]); \
  ROUND(c, d, e, f, g, h, a, b, sums[t + 6]); \
  ROUND(b, c, d, e, f, g, h, a, sums[t + 7])

INLINE void add_blocks(uint32_t *state, const uint8_t *bytes, size_t blocks) {
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    words w = big_endian(bytes), x = big_endian(bytes + 16);
    words y = big_endian(bytes + 32), z = big_endian(bytes + 48);
    uint32_t sums[64] __attribute__((aligned(16)));
    keep(sums, 0, w);
    keep(sums, 4, x);
    keep(sums, 8, y);
    keep(sums, 12, z);
#pragma clang loop unroll(full)
    for (int t = 0; t < 48; t += 16) {
      keep(sums, t + 16, w = next_words(w, x, y, z));
      keep(sums, t + 20, x = next_words(x, y, z, w));
      EIGHT_ROUNDS(t);
      keep(sums, t + 24, y = next_words(y, z, w, x));
      keep(sums, t + 28, z = next_words(z, w, x, y));
      EIGHT_ROUNDS(t + 8);
    }
    EIGHT_ROUNDS(48);
    EIGHT_ROUNDS(56);
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
    state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }
}

#if defined(__x86_64__)
// For its rotations that leave the flags alone and name another register for the result.
__attribute__((target("arch=x86-64-v3")))
static void add_blocks_v3(uint32_t *state, const uint8_t *bytes, size_t blocks) {
  add_blocks(state, bytes, blocks);
}
#endif

void sha256_add_blocks(uint32_t *state, const uint8_t *bytes, size_t blocks) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v3")) return add_blocks_v3(state, bytes, blocks);
#endif
  add_blocks(state, bytes, blocks);
}
