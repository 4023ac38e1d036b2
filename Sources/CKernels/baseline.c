#include "lanes.h"
#include "tables.h"

#define RANKING_ROWS 3
#define RANKING_VECTORS 1
#define NAME(x) baseline_##x
#include "bodies/table.inc"
