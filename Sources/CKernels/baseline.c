#include "lanes.h"
#include "tables.h"

#define NAME(x) baseline_##x
#include "bodies/table.inc"
