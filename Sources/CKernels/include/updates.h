#ifndef RAPPORT_CKERNELS_UPDATES_H
#define RAPPORT_CKERNELS_UPDATES_H

#include <stddef.h>

#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

// Steps of optimisers on `count` parameters x with gradients g, a multiple of
// sixteen; the gradient of a rule is g + decay·x.
struct update_kernels {
  /// x ← x − rate·(g + decay·x).
  void (*descend)(float *x, const float *g, ptrdiff_t count, float rate, float decay);
  /// v ← factor·v + g, x ← x − rate·v.
  void (*gain_momentum)(float *x, const float *g, float *v, ptrdiff_t count, float rate,
                        float decay, float factor);
  /// s ← keep·s + add·g², x ← x − rate·g/(√s + epsilon).
  void (*scale)(float *x, const float *g, float *s, ptrdiff_t count, float rate, float decay,
                float keep, float add, float epsilon);
  /// m ← first·m + (1 − first)·g, v ← second·v + (1 − second)·g²,
  /// x ← shrink·x − rate·m/(correction·√v + epsilon).
  void (*adapt)(float *x, const float *g, float *m, float *v, ptrdiff_t count, float rate,
                float decay, float shrink, float first, float second, float correction,
                float epsilon);
  /// sum ← Σ sources from `offset` on, added in their order, and sources ← 0;
  /// the result is Σ sum². What is zero in a source is not written to, so that
  /// its memory stays in the cache of the thread that reads it next.
  float (*gather)(float *sum, float *_Nonnull const *_Nonnull sources, ptrdiff_t source_count,
                  ptrdiff_t offset, ptrdiff_t count);
};

#ifdef __clang__
#pragma clang assume_nonnull end
#endif

#endif
