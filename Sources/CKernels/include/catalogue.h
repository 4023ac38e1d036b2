#ifndef RAPPORT_CKERNELS_CATALOGUE_H
#define RAPPORT_CKERNELS_CATALOGUE_H

#include <stddef.h>

// Rows of logits over a tile of a catalogue.
struct catalogue_kernels {
  /// x ← x + bias unless that is null; the largest x or `floor`, NaN if any is.
  float (*_Nonnull greatest)(float *_Nonnull x, const float *_Nullable bias, ptrdiff_t count,
                             float floor);
  /// x ← e^(x − shift); the sum. Below −87.3 the exponential is that of −87.3.
  float (*_Nonnull exponentials)(float *_Nonnull x, ptrdiff_t count, float shift);
};

#endif
