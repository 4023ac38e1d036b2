#ifndef RAPPORT_CKERNELS_MEMORY_H
#define RAPPORT_CKERNELS_MEMORY_H

#include <stddef.h>

/// Gives memory that is free back to the system.
void memory_release(void);

/// Takes blocks from a size on from the system, each for itself, and gives them back when they
/// are freed; the C library no longer moves that size.
void memory_map_blocks_from(size_t bytes);

/// Lets all threads share so many heaps; those that there are stay.
void memory_share_heaps(size_t heaps);

#endif
