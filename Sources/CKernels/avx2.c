#if defined(__x86_64__)

#include "lanes.h"
#include "tables.h"

#define RANKING_ROWS 6
#define RANKING_VECTORS 1
#define NAME(x) avx2_##x
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#include "bodies/table.inc"
#pragma clang attribute pop

#endif
