#include "memory.h"

#if defined(__GLIBC__)
#include <malloc.h>

void memory_release(void) { malloc_trim(0); }

void memory_map_blocks_from(size_t bytes) { mallopt(M_MMAP_THRESHOLD, (int)bytes); }
#else
void memory_release(void) {}

void memory_map_blocks_from(size_t bytes) { (void)bytes; }
#endif
