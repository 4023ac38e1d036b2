#include "lanes.h"
#include "tables.h"
#include "vnni.h"

// The sums of products of 16-bit numbers, and how many bytes of them at once.
#if defined(__x86_64__)
#define PAIR_BYTES 16
#define PAIR_SUMS __builtin_ia32_pmaddwd128
#endif

// The queries and vectors of items whose sums the registers hold.
#define RANKING_ROWS 3
#define RANKING_VECTORS 1

#define NAME(x) baseline_##x
#include "bodies/table.inc"
