#ifndef RAPPORT_CKERNELS_LOSSES_H
#define RAPPORT_CKERNELS_LOSSES_H

#include <stddef.h>

// Losses of logits by the logistic function.
struct loss_kernels {
  /// Σ ln(1 + eᶻ); z becomes factor/(1 + e⁻ᶻ). NaN stays NaN.
  double (*_Nonnull softplus)(float *_Nonnull z, float factor, ptrdiff_t count);
  /// Σ weight·(p·t·ln(1 + e⁻ᶻ) + (1 − t)·ln(1 + eᶻ)), where t is the smoothed
  /// target and p the positive weight; adds share·weight times the slopes to the
  /// gradient unless that is null. Null weights count as 1; what has the weight 0
  /// may hold anything.
  double (*_Nonnull binary_cross_entropy)(const float *_Nonnull logits,
                                          const float *_Nonnull targets,
                                          const float *_Nullable weights,
                                          float *_Nullable gradient, ptrdiff_t count,
                                          float smoothing, float positive, float share);
};

#endif
