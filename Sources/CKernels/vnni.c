#include "vnni.h"

#include "lanes.h"

bool runs_quantized_scan(const struct quantized_kernels *kernels) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (kernels->scan_vnni == avx512_scan_vnni) return __builtin_cpu_supports("avx512vnni");
  if (kernels->scan_vnni == avx2_scan_vnni) return __builtin_cpu_supports("avxvnni");
#endif
  return false;
}

#if defined(__x86_64__)

#include <immintrin.h>

INLINE int32_t four_codes(const int8_t *query) {
  int32_t codes;
  memcpy(&codes, query, sizeof codes);
  return codes;
}

// What the hardware fetches ahead ends at a page; this goes on.
#define AHEAD 512

__attribute__((target("arch=x86-64-v4,avx512vnni"), min_vector_width(512)))
void avx512_scan_vnni(const uint8_t *high, const int8_t *query, ptrdiff_t groups,
                      ptrdiff_t blocks, const float *limits, uint16_t *masks) {
  const __m512i half = _mm512_set1_epi8(15);
  for (ptrdiff_t block = 0; block < blocks; block++) {
    // Four sums at once, for one takes five cycles.
    __m512i sums[4] = {};
    ptrdiff_t group = 0;
    for (; group + 2 <= groups; group += 2, high += 128) {
#pragma unroll
      for (int i = 0; i < 2; i++) {
        const int8_t *q = query + 8 * (group + i);
        _mm_prefetch(high + 64 * i + AHEAD, _MM_HINT_T0);
        __m512i x = _mm512_loadu_si512(high + 64 * i);
        sums[2 * i] = _mm512_dpbusd_epi32(sums[2 * i], _mm512_and_si512(x, half),
                                          _mm512_set1_epi32(four_codes(q)));
        sums[2 * i + 1] = _mm512_dpbusd_epi32(
            sums[2 * i + 1], _mm512_and_si512(_mm512_srli_epi16(x, 4), half),
            _mm512_set1_epi32(four_codes(q + 4)));
      }
    }
    if (group < groups) {
      const int8_t *q = query + 8 * group;
      __m512i x = _mm512_loadu_si512(high);
      sums[0] = _mm512_dpbusd_epi32(sums[0], _mm512_and_si512(x, half),
                                    _mm512_set1_epi32(four_codes(q)));
      sums[1] = _mm512_dpbusd_epi32(sums[1], _mm512_and_si512(_mm512_srli_epi16(x, 4), half),
                                    _mm512_set1_epi32(four_codes(q + 4)));
      high += 64;
    }
    __m512i sum = _mm512_add_epi32(_mm512_add_epi32(sums[0], sums[1]),
                                   _mm512_add_epi32(sums[2], sums[3]));
    masks[block] = _mm512_cmp_ps_mask(_mm512_cvtepi32_ps(sum), _mm512_set1_ps(limits[block]),
                                      _CMP_GE_OQ);
  }
}

__attribute__((target("arch=x86-64-v3,avxvnni")))
void avx2_scan_vnni(const uint8_t *high, const int8_t *query, ptrdiff_t groups,
                    ptrdiff_t blocks, const float *limits, uint16_t *masks) {
  const __m256i half = _mm256_set1_epi8(15);
  for (ptrdiff_t block = 0; block < blocks; block++) {
    __m256i sums[4] = {};
    for (ptrdiff_t group = 0; group < groups; group++, high += 64) {
      __m256i first = _mm256_set1_epi32(four_codes(query + 8 * group));
      __m256i second = _mm256_set1_epi32(four_codes(query + 8 * group + 4));
#pragma unroll
      for (int i = 0; i < 2; i++) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(high + 32 * i));
        sums[i] = _mm256_dpbusd_avx_epi32(sums[i], _mm256_and_si256(x, half), first);
        sums[2 + i] = _mm256_dpbusd_avx_epi32(
            sums[2 + i], _mm256_and_si256(_mm256_srli_epi16(x, 4), half), second);
      }
    }
    __m256 limit = _mm256_set1_ps(limits[block]);
    uint16_t found[2];
#pragma unroll
    for (int i = 0; i < 2; i++) {
      __m256 products = _mm256_cvtepi32_ps(_mm256_add_epi32(sums[i], sums[2 + i]));
      found[i] = (uint16_t)_mm256_movemask_ps(_mm256_cmp_ps(products, limit, _CMP_GE_OQ));
    }
    masks[block] = (uint16_t)(found[0] | found[1] << 8);
  }
}

#endif
