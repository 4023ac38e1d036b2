#if defined(__x86_64__)

#include "lanes.h"
#include "tables.h"
#include "vnni.h"

// The sums of products of 16-bit numbers, and how many bytes of them at once.
#define PAIR_BYTES 32
#define PAIR_SUMS __builtin_ia32_pmaddwd256

// The queries and vectors of items whose sums the registers hold.
#define RANKING_ROWS 6
#define RANKING_VECTORS 1

#define NAME(x) avx2_##x
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#include "bodies/table.inc"
#pragma clang attribute pop

#endif
