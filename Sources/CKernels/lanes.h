// Sixteen numbers at a time, whatever the width of the registers: the compiler
// splits them into the vectors of the level it compiles for.

#ifndef RAPPORT_CKERNELS_LANES_H
#define RAPPORT_CKERNELS_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LANES 16

typedef float lanes __attribute__((vector_size(64)));
typedef int32_t integer_lanes __attribute__((vector_size(64)));

// Vectors wider than the registers of a level would be passed in memory, which
// compilers warn of; nothing here passes one.
#pragma clang diagnostic ignored "-Wpsabi"

// Part of every function that calls it, so that it is compiled for the level of
// that function and no vector is passed from one to the other.
#define INLINE static inline __attribute__((always_inline, unused))

#endif
