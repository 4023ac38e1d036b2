#if defined(__x86_64__)

#include "lanes.h"
#include "tables.h"
#include "vnni.h"

// The sums of products of 16-bit numbers, and how many bytes of them at once.
#define PAIR_BYTES 64
#define PAIR_SUMS __builtin_ia32_pmaddwd512

// The queries and vectors of items whose sums the registers hold.
#define RANKING_ROWS 12
#define RANKING_VECTORS 2

// Compilers prefer registers of half the width on these processors unless told
// that a function needs all of it.
#define NAME(x) avx512_##x
// Thirty-two registers of sixteen lanes hold wider blocks of a product.
#define WIDE_REGISTERS
#pragma clang attribute push( \
    __attribute__((target("arch=x86-64-v4"), min_vector_width(512))), apply_to = function)
#include "bodies/table.inc"
#pragma clang attribute pop

#endif
