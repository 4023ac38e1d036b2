#include "memory.h"

// Any header of the C library says whether it is glibc's; those of the compiler do not.
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>

void memory_release(void) { malloc_trim(0); }

void memory_map_blocks_from(size_t bytes) { mallopt(M_MMAP_THRESHOLD, (int)bytes); }

void memory_share_heaps(size_t heaps) { mallopt(M_ARENA_MAX, (int)heaps); }
#else
void memory_release(void) {}

void memory_map_blocks_from(size_t bytes) { (void)bytes; }

void memory_share_heaps(size_t heaps) { (void)heaps; }
#endif
