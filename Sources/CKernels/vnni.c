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

__attribute__((target("arch=x86-64-v4,avx512vnni"), min_vector_width(512)))
void avx512_scan_vnni(const uint8_t *codes, const int8_t *query, ptrdiff_t quads,
                      ptrdiff_t blocks, const float *limits, uint16_t *masks) {
  // Four blocks at once, for a sum takes five cycles.
  const ptrdiff_t length = quads * 64;
  ptrdiff_t block = 0;
  for (; block + 4 <= blocks; block += 4, codes += 4 * length) {
    __m512i sums[4] = {};
    for (ptrdiff_t quad = 0; quad < quads; quad++) {
      __m512i codes_of_query = _mm512_set1_epi32(four_codes(query + 4 * quad));
#pragma unroll
      for (int i = 0; i < 4; i++) {
        __m512i x = _mm512_loadu_si512(codes + i * length + quad * 64);
        sums[i] = _mm512_dpbusd_epi32(sums[i], x, codes_of_query);
      }
    }
#pragma unroll
    for (int i = 0; i < 4; i++) {
      masks[block + i] = _mm512_cmp_ps_mask(
          _mm512_cvtepi32_ps(sums[i]), _mm512_set1_ps(limits[block + i]), _CMP_GE_OQ);
    }
  }
  for (; block < blocks; block++, codes += length) {
    __m512i sums = _mm512_setzero_si512();
    for (ptrdiff_t quad = 0; quad < quads; quad++) {
      sums = _mm512_dpbusd_epi32(sums, _mm512_loadu_si512(codes + quad * 64),
                                 _mm512_set1_epi32(four_codes(query + 4 * quad)));
    }
    masks[block] = _mm512_cmp_ps_mask(_mm512_cvtepi32_ps(sums), _mm512_set1_ps(limits[block]),
                                      _CMP_GE_OQ);
  }
}

__attribute__((target("arch=x86-64-v3,avxvnni")))
void avx2_scan_vnni(const uint8_t *codes, const int8_t *query, ptrdiff_t quads,
                    ptrdiff_t blocks, const float *limits, uint16_t *masks) {
  for (ptrdiff_t block = 0; block < blocks; block++) {
    __m256i low = _mm256_setzero_si256();
    __m256i high = _mm256_setzero_si256();
    for (ptrdiff_t quad = 0; quad < quads; quad++, codes += 64) {
      __m256i codes_of_query = _mm256_set1_epi32(four_codes(query + 4 * quad));
      low = _mm256_dpbusd_avx_epi32(low, _mm256_loadu_si256((const __m256i *)codes),
                                    codes_of_query);
      high = _mm256_dpbusd_avx_epi32(high, _mm256_loadu_si256((const __m256i *)(codes + 32)),
                                     codes_of_query);
    }
    __m256 limit = _mm256_set1_ps(limits[block]);
    __m256 first = _mm256_cvtepi32_ps(low);
    __m256 second = _mm256_cvtepi32_ps(high);
    masks[block] = (uint16_t)(_mm256_movemask_ps(_mm256_cmp_ps(first, limit, _CMP_GE_OQ)) |
                              _mm256_movemask_ps(_mm256_cmp_ps(second, limit, _CMP_GE_OQ)) << 8);
  }
}

#endif
