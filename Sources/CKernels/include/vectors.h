#ifndef RAPPORT_CKERNELS_VECTORS_H
#define RAPPORT_CKERNELS_VECTORS_H

#include <stddef.h>

// Level 1: vectors of `count` elements.
struct vector_kernels {
  /// Σ aᵢ·bᵢ.
  float (*_Nonnull dot)(const float *_Nonnull a, const float *_Nonnull b, ptrdiff_t count);
  /// y ← y + factor·x.
  void (*_Nonnull add_scaled)(float *_Nonnull y, float factor, const float *_Nonnull x,
                              ptrdiff_t count);
};

#endif
