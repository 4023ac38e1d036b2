#include "tables.h"

enum kernel_level kernel_level_of_processor(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return KERNEL_LEVEL_AVX512;
  if (__builtin_cpu_supports("x86-64-v3")) return KERNEL_LEVEL_AVX2;
#endif
  return KERNEL_LEVEL_BASELINE;
}

const struct kernel_table *kernel_table_at(enum kernel_level level) {
  switch (level) {
#if defined(__x86_64__)
    case KERNEL_LEVEL_AVX512:
      return &avx512_kernel_table;
    case KERNEL_LEVEL_AVX2:
      return &avx2_kernel_table;
#endif
    case KERNEL_LEVEL_BASELINE:
      return &baseline_kernel_table;
    default:
      return NULL;
  }
}
